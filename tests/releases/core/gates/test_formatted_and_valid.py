from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.plans import Failed, Planned, Plans, StackPlan
from releases.core.facts.reports import About, Report, Reports
from releases.core.gates.formatted_and_valid import GATE
from tests.releases.core.gates.making import COMMIT, HOSTILE, NOW, ask, is_tidy


def report(about: str, ok: bool | None = True, **fields: Any) -> Report:
    return Report(about=About(about), tool=fields.pop("tool", "terraform"), at=NOW, ok=ok, **fields)


def of(*reports: Report) -> Reports:
    return Reports(commit=COMMIT, reports=reports)


def planned(**fields: Any) -> Plans:
    newest = Planned(at=NOW, commit=COMMIT, url="/plans/4/")
    one = StackPlan(**{"stack": "live/prod", "url": "/stacks/1/", "newest": newest, **fields})
    return Plans(commit=COMMIT, environment="prod", settings="", stacks=(one,))


def test_code_that_is_formatted_and_valid_passes():
    result = ask(GATE, of(report("format"), report("validate")))
    assert result.outcome == "passed"
    assert result.reason == (
        "terraform says that the code passes format; terraform says that the code passes validate"
    )


@pytest.mark.parametrize("about", ["format", "validate"])
def test_one_that_is_not_fails(about: str):
    good = "validate" if about == "format" else "format"
    result = ask(GATE, of(report(about, ok=False), report(good)))
    assert (result.outcome, result.reason) == ("failed", f"terraform says that the code fails {about}")


def test_a_plan_of_every_stack_says_that_the_code_is_valid():
    result = ask(GATE, of(), planned(), kinds=["validate"])
    assert result.outcome == "passed"
    assert result.reason == "1 of 1 stacks were planned at a1b2c3d, so they are valid"
    assert result.evidence[0].url == "/plans/4/"


@pytest.mark.parametrize("lacking", [{"newest": None}, {"failed": Failed(at=NOW, url="")}])
def test_a_stack_without_a_good_plan_leaves_it_open(lacking: Any):
    assert ask(GATE, of(), planned(**lacking), kinds=["validate"]).outcome == "unknown"


def test_that_it_is_formatted_no_plan_tells():
    result = ask(GATE, of(), planned(), kinds=["format"])
    assert (result.outcome, result.reason) == ("unknown", "no report about format came for a1b2c3d")


def test_findings_of_a_report_count_as_a_failure():
    assert ask(GATE, of(report("format", ok=None, errors=2)), kinds=["format"]).outcome == "failed"


def test_a_tool_that_did_not_come_to_its_end_is_not_known():
    assert ask(GATE, of(report("format", complete=False)), kinds=["format"]).outcome == "unknown"


def test_a_failure_counts_more_than_what_is_not_known():
    assert ask(GATE, of(report("validate", ok=False))).outcome == "failed"


@pytest.mark.parametrize("kinds", [[], ["spelling"]])
def test_kinds_that_do_not_exist_are_an_error(kinds: list[str]):
    assert ask(GATE, of(), kinds=kinds).outcome == "error"


def test_without_any_report_it_is_not_known():
    assert ask(GATE).outcome == ask(GATE, of()).outcome == "unknown"


def test_hostile_tools_make_one_line():
    assert is_tidy(ask(GATE, of(report("format", tool=HOSTILE), report("validate", tool=HOSTILE))))
