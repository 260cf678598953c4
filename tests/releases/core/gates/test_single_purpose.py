from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.change import CodeChange, File
from releases.core.gates.single_purpose import GATE
from tests.releases.core.gates.making import COMMIT, HOSTILE, ask, is_tidy

APP, STACK = File("app/views.py", 90, 10), File("live/prod/main.tf", 20, 5, "live/prod")
OTHER = File("live/dns/main.tf", 1, 1, "live/dns")


def of(*files: File, **fields: Any) -> CodeChange:
    given = {"base": "b" * 40, "head": COMMIT, "read": True, "files": files, "url": "/repos/acme/shop/"}
    return CodeChange(**{**given, **fields})


def test_a_small_change_of_the_application_passes():
    result = ask(GATE, of(APP))
    assert (result.outcome, result.values["lines"], result.values["mixed"]) == ("passed", 100, False)
    assert result.reason == "100 lines in 1 files changed since bbbbbbb, in 0 stacks"
    shown = result.evidence[0]
    assert (shown.text, shown.path, shown.commit) == ("app/views.py: +90 -10", "app/views.py", COMMIT)


def test_a_large_change_fails_with_its_lines():
    result = ask(GATE, of(File("app/views.py", 400, 1)))
    assert (result.outcome, result.reason) == ("failed", "401 lines changed, and 400 are allowed")
    assert ask(GATE, of(File("app/views.py", 400, 1)), lines=1_000).outcome == "passed"


def test_more_than_one_stack_fails_by_name():
    result = ask(GATE, of(STACK, OTHER))
    assert result.reason == "2 stacks changed, and 1 may: live/dns, live/prod"
    assert ask(GATE, of(STACK, OTHER), stacks=2).outcome == "passed"


def test_application_and_infrastructure_together_fail():
    result = ask(GATE, of(APP, STACK))
    assert (result.outcome, result.values["mixed"]) == ("failed", True)
    assert result.reason == "application and infrastructure changed together"
    assert ask(GATE, of(APP, STACK), mixed=True).outcome == "passed"


def test_a_module_without_a_stack_is_infrastructure_too():
    assert ask(GATE, of(APP, File("modules/vpc/main.tf", 1, 1))).values["mixed"] is True


@pytest.mark.parametrize("path", ["README.md", ".github/workflows/ci.yml", "docs/howto.rst", "CODEOWNERS"])
def test_what_stands_beside_code_is_no_mixture(path: str):
    assert ask(GATE, of(STACK, File(path, 5, 0))).outcome == "passed"


@pytest.mark.parametrize(
    "path", ["poetry.lock", "web/package-lock.json", "live/.terraform.lock.hcl", "vendor/a/b.go"]
)
def test_what_nobody_reads_line_by_line_is_not_counted(path: str):
    assert ask(GATE, of(APP, File(path, 9_000, 9_000))).values["lines"] == 100


def test_which_files_are_not_counted_is_a_setting():
    assert ask(GATE, of(APP, File("schema.sql", 9_000, 0)), ignore=["*.sql"]).outcome == "passed"


def test_several_reasons_are_one_line():
    result = ask(GATE, of(File("a.py", 500, 0), STACK, OTHER))
    assert result.reason.count(";") == 2


def test_a_first_release_has_nothing_to_be_compared_with():
    assert ask(GATE, of(base="")).outcome == "not_applicable"


def test_commits_that_our_copy_lacks_are_not_known():
    result = ask(GATE, of(read=False))
    assert (result.outcome, result.evidence[0].url) == ("unknown", "/repos/acme/shop/")
    assert "scan the repository" in result.answer


def test_more_files_than_are_looked_at_fail():
    assert ask(GATE, of(APP, more=1_500)).reason == "1,501 files changed, more than are looked at"


def test_without_a_commit_it_is_not_known():
    assert ask(GATE).outcome == "unknown"


def test_thousands_of_hostile_paths_make_one_line():
    many = [File(f"{HOSTILE}{n}", 9, 9, f"{HOSTILE}{n % 500}") for n in range(2_000)]
    assert is_tidy(ask(GATE, of(*many)))
