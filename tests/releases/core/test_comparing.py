from __future__ import annotations

import json

import pytest

from maturity.core.tree import MemoryTree
from releases.core.comparing import Unknown, Wanted, read
from releases.core.facts.code import Code

BASE = "b" * 40
DJANGO = "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = [{0}]\n"
DROP = DJANGO.replace("{0}", "migrations.DeleteModel('a')")
API = json.dumps({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"200": {}}}}}})


def compared(
    before: dict[str, str], after: dict[str, str], folder: str = "", wanted: Wanted | None = None
) -> Code:
    old = MemoryTree(before, BASE)
    tree = MemoryTree(after, "a" * 40, old)
    tree._blobs |= old._blobs  # as in git, which keeps both
    return read(tree, BASE, folder, wanted or Wanted())


def test_only_migrations_that_are_new_are_judged():
    old = {"app/migrations/0001_a.py": DROP}
    found = compared(old, {**old, "app/migrations/0002_b.py": DROP, "app/models.py": "x = 1"})
    assert [one.path for one in found.migrations] == ["app/migrations/0002_b.py"]
    assert found.touched == ()


def test_migrations_that_ran_and_were_changed_or_deleted_are_told():
    old = {
        "app/migrations/0001_a.py": DROP,
        "app/migrations/0002_b.py": DROP,
        "app/migrations/helper.py": "x",
    }
    found = compared(old, {"app/migrations/0001_a.py": DROP + "\n", "app/migrations/helper.py": "y"})
    assert found.touched == ("app/migrations/0001_a.py", "app/migrations/0002_b.py")


def test_a_way_down_beside_it_is_found_though_it_is_older():
    old = {"db/1.down.sql": "ALTER TABLE a RENAME TO b"}
    found = compared(old, {**old, "db/1.up.sql": "ALTER TABLE b RENAME TO a"})
    assert [(one.tool, one.undo) for one in found.migrations] == [("golang-migrate", "R1")]


def test_a_repeatable_migration_may_change():
    found = compared({"sql/R__views.sql": "SELECT 1"}, {"sql/R__views.sql": "SELECT 2"})
    assert found.touched == ()


def test_only_the_folder_of_the_application_counts():
    after = {"one/migrations/0001_a.py": DROP, "onemore/migrations/0001_a.py": DROP}
    assert [one.path for one in compared({}, after, "one").migrations] == ["one/migrations/0001_a.py"]


def test_descriptions_of_apis_are_compared():
    found = compared({"openapi.json": API}, {"openapi.json": API.replace("/a", "/b")})
    assert [one.text for one in found.contracts[0].breaks] == ["removed path /a"]
    assert found.described == 1


def test_what_terraform_says_of_the_service_is_kept_with_its_line():
    code = 'resource "aws_ecs_service" "x" {\n  name = "ai-shell"\n  desired_count = 3\n}\n'
    found = compared({}, {"live/prod/svc.tf": code}, wanted=Wanted("ai-shell"))
    assert (found.service["desired_count"].value, found.service["desired_count"].line) == (3, 3)


def test_a_commit_that_is_not_there_is_not_known():
    with pytest.raises(Unknown, match="not in our copy"):
        read(MemoryTree({}), BASE, "", Wanted())


def test_without_a_version_before_nothing_is_new():
    found = read(MemoryTree({"app/migrations/0001_a.py": DROP, "openapi.json": API}), "", "", Wanted())
    assert (found.migrations, found.described) == ((), 1)
