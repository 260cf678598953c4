from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.reports import About, Found, Report, Reports
from releases.core.gate import Gate
from releases.core.gates import iac_lint, security_scan
from tests.releases.core.gates.making import COMMIT, HOSTILE, NOW, ask, is_tidy

BOTH = [(security_scan.GATE, About.SECURITY), (iac_lint.GATE, About.LINT)]


def report(about: About = About.SECURITY, tool: str = "checkov", **fields: Any) -> Report:
    return Report(about=about, tool=tool, at=NOW, **fields)


def of(*reports: Report, commit: str = COMMIT) -> Reports:
    return Reports(commit=commit, reports=reports)


@pytest.mark.parametrize(("gate", "about"), BOTH)
def test_a_report_without_errors_passes_with_its_numbers(gate: Gate, about: About):
    result = ask(gate, of(report(about, warnings=4, notes=2, url="https://ci.example/3")))
    assert (result.outcome, result.values["warnings"]) == ("passed", 4)
    assert result.reason == "checkov found 0 errors, 4 warnings and 2 notes"
    assert result.evidence[0].url == "https://ci.example/3"


@pytest.mark.parametrize(("gate", "about"), BOTH)
def test_one_error_is_too_many_unless_the_checklist_allows_it(gate: Gate, about: About):
    found = Found(rule="CKV_20", level="error", text="public bucket", path="main.tf", line=7, url="/x")
    facts = of(report(about, errors=1, findings=(found,)))
    result = ask(gate, facts)
    assert (result.outcome, result.reason) == ("failed", "checkov found more than is allowed: errors 1 of 0")
    shown = result.evidence[1]
    assert (shown.text, shown.url) == ("error CKV_20: public bucket main.tf:7", "/x")
    assert ask(gate, facts, errors=1).outcome == ask(gate, facts, errors=None).outcome == "passed"


@pytest.mark.parametrize(
    ("limits", "found"), [({"warnings": 2}, {"warnings": 3}), ({}, {"warnings": 1, "critical": 1}),
                          ({"high": 1}, {"high": 2}), ({"notes": 0}, {"notes": 1})],
)  # fmt: skip
def test_each_kind_of_finding_has_its_limit(limits: Any, found: Any):
    assert ask(security_scan.GATE, of(report(**found)), **limits).outcome == "failed"


def test_reports_of_several_tools_are_added_up():
    facts = of(report(warnings=2), report(tool="trivy", warnings=2))
    assert ask(security_scan.GATE, facts, warnings=3).outcome == "failed"


def test_a_report_about_something_else_does_not_count():
    result = ask(security_scan.GATE, of(report(About.LINT)))
    assert result.outcome == "unknown"
    assert result.answer == "have CI send its report about security for a1b2c3d"


def test_a_tool_that_has_to_report_and_did_not_is_not_known():
    result = ask(security_scan.GATE, of(report()), tools=["check*", "trivy"])
    assert result.outcome == "unknown"
    assert result.reason == "1 of 2 tools did not report on this commit: trivy"


@pytest.mark.parametrize("broken", [{"complete": False}, {"ok": False}])
def test_a_tool_that_did_not_come_to_its_end_is_not_known(broken: Any):
    assert ask(security_scan.GATE, of(report(**broken))).outcome == "unknown"


def test_a_tool_that_ends_with_an_error_because_of_its_findings_is_judged_by_them():
    assert ask(security_scan.GATE, of(report(ok=False, warnings=2))).outcome == "passed"


@pytest.mark.parametrize("facts", [(), (of(),), (of(commit=""),)])
def test_without_a_report_it_is_not_known(facts: Any):
    assert ask(security_scan.GATE, *facts).outcome == "unknown"


def test_hostile_reports_make_one_line():
    finding = Found(rule=HOSTILE, level=HOSTILE, text=HOSTILE, path="x", line=1)
    many = [report(tool=f"{HOSTILE}{n}", errors=3, findings=(finding,) * 20) for n in range(50)]
    assert is_tidy(ask(security_scan.GATE, of(*many)))
