"""The code of a release, read from real git."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from releases.actions.gathering import code as code_facts
from releases.actions.gathering import service as service_facts
from releases.actions.reading_code import due_readings, read_code
from releases.core.state import State
from releases.models import Application, CodeReading, Release, Service
from tests.factories import make_repository
from tests.gitrepo import GitRepo
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db
NOW = timezone.now()
STEP = "from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = [{0}]\n"
DROP = STEP.replace("{0}", "migrations.RemoveField('user', 'email\\x00')")
SERVICE = 'resource "aws_ecs_service" "a" {\n  name = "ai-shell"\n  desired_count = 3\n}\n'


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo(tmp_path / "app")


@pytest.fixture
def application(repo: GitRepo) -> Application:
    return make_application(repository=make_repository("acme/app", url=str(repo.path)), team=None)


def a_release(application: Application, base: str, head: str, **fields: Any) -> Release:
    return make_release(application, commit=head, base_commit=base, base_version="2.13.0", **fields)


def test_what_a_release_changes_is_read_and_kept(repo: GitRepo, application: Application):
    base = repo.commit({"a": "1"})
    head = repo.commit({"app/migrations/0002_x.py": DROP, "live/svc.tf": SERVICE})
    Service.objects.create(application=application, environment="prod", cluster="c", name="ai-shell")
    release = a_release(application, base, head)
    assert read_code(release, NOW) is True
    found = code_facts.gather(release, NOW)
    assert found.code is not None
    assert [(one.path, one.undo) for one in found.code.migrations] == [("app/migrations/0002_x.py", "R0")]
    assert (found.read_at, found.first) == (NOW, False)
    assert service_facts.gather(release, NOW).written["desired_count"].value == 3


def test_a_commit_that_is_not_there_is_said(repo: GitRepo, application: Application):
    release = a_release(application, "b" * 40, repo.commit({"a": "1"}))
    assert read_code(release, NOW) is False
    assert (
        code_facts.gather(release, NOW).error == "the commit that runs is not in our copy of the repository"
    )


@pytest.mark.parametrize(
    ("base", "head", "why"),
    [("", "a" * 40, "which commit 2.13.0 was built from nobody told"), ("b" * 40, "", "names no commit"),
     ("b" * 40, "a" * 40, "has no commit named")],
)  # fmt: skip
def test_why_nothing_was_read_is_kept(
    repo: GitRepo, application: Application, base: str, head: str, why: str
):
    repo.commit({"a": "1"})
    release = a_release(application, base, head)
    assert read_code(release, NOW) is False
    assert why in code_facts.gather(release, NOW).error


def test_the_first_release_has_nothing_before_it(application: Application):
    assert code_facts.gather(make_release(application), NOW).first is True


def test_what_was_read_of_other_commits_does_not_count(repo: GitRepo, application: Application):
    base, head = repo.commit({"a": "1"}), repo.commit({"a": "2"})
    release = a_release(application, base, head)
    read_code(release, NOW)
    release.commit = base
    assert code_facts.gather(release, NOW).error == "it was not read yet"


def test_a_row_of_another_shape_is_not_known(application: Application):
    release = a_release(application, "b" * 40, "a" * 40)
    CodeReading.objects.create(
        release=release, commit=release.commit, base=release.base_commit, body={"migrations": 7}, at=NOW
    )
    assert "another version of Rungs" in code_facts.gather(release, NOW).error


@pytest.mark.parametrize(
    ("reading", "minutes", "due"),
    [(None, 0, True), ({}, 99, False), ("failed", 5, False), ("failed", 15, True), ("other", 0, True)],
)
def test_code_is_read_once_and_tried_again_when_it_failed(
    application: Application, reading: Any, minutes: int, due: bool
):
    release = a_release(application, "b" * 40, "a" * 40)
    if reading is not None:
        CodeReading.objects.create(
            release=release, commit="c" if reading == "other" else release.commit, base=release.base_commit,
            body={} if reading == {} else None, at=NOW - timedelta(minutes=minutes),
        )  # fmt: skip
    assert due_readings(NOW) == ([release.pk] if due else [])


def test_the_code_of_a_release_that_is_over_is_not_read(application: Application):
    a_release(application, "b" * 40, "a" * 40, state=State.COMPLETED)
    assert due_readings(NOW) == []
