from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.commit import Check, CommitOnHost
from releases.core.facts.reports import About, Report, Reports
from releases.core.gates.ci_green import GATE
from tests.releases.core.gates.making import COMMIT, HOSTILE, NOW, ask, is_tidy

GOOD, BAD, RUNNING = (
    Check("test", "success", "https://ci.example/1"), Check("lint", "failure", "https://ci.example/2"),
    Check("e2e", "pending"),
)  # fmt: skip
SKIPPED = Check("docs", "skipped")


def of(*checks: Check, **fields: Any) -> CommitOnHost:
    given = {"commit": COMMIT, "branch": "main", "asks": True, "looked_at": NOW}
    return CommitOnHost(**{**given, "checks": checks, **fields})


def sent(**fields: Any) -> Reports:
    return Reports(commit=COMMIT, reports=(Report(about=About.CHECKS, tool="jenkins", at=NOW, **fields),))


def test_checks_that_went_well_pass():
    result = ask(GATE, of(GOOD, SKIPPED))
    assert (result.outcome, result.values) == ("passed", {"checks": 2, "failed": 0})
    assert result.reason == "1 of 2 checks of a1b2c3d went well, and the others were skipped"
    assert result.evidence[0].url == "https://ci.example/1"


def test_one_that_failed_fails_by_name():
    result = ask(GATE, of(GOOD, BAD, RUNNING))
    assert (result.outcome, result.reason) == ("failed", "1 of 3 checks of a1b2c3d failed: lint")
    assert result.evidence[0].url == "https://ci.example/2"


def test_one_that_runs_still_is_not_known_yet():
    result = ask(GATE, of(GOOD, RUNNING))
    assert (result.outcome, result.reason) == ("unknown", "1 of 2 checks of a1b2c3d are not over: e2e")


def test_checks_that_stop_nobody_do_not_count():
    assert ask(GATE, of(GOOD, Check("nightly", "failure", optional=True))).outcome == "passed"
    waiting = Check("deploy to prod", "pending", optional=True)
    assert ask(GATE, of(GOOD, waiting)).outcome == "passed"


def test_which_checks_do_not_count_is_a_setting():
    assert ask(GATE, of(GOOD, BAD), ignore=["li*"]).outcome == "passed"


def test_a_check_that_is_required_and_did_not_run_is_not_known():
    result = ask(GATE, of(GOOD), required=["test", "e2e*"])
    assert result.outcome == "unknown"
    assert result.reason.endswith("these did not run: e2e*")
    assert ask(GATE, of(GOOD), required=["te*"]).outcome == "passed"


def test_when_all_were_skipped_nothing_is_known():
    assert ask(GATE, of(SKIPPED)).outcome == "unknown"


def test_more_checks_than_are_read_are_not_known():
    assert ask(GATE, of(GOOD, whole=False)).outcome == "unknown"
    assert ask(GATE, of(GOOD, BAD, whole=False)).outcome == "failed"


@pytest.mark.parametrize(("ok", "outcome"), [(True, "passed"), (False, "failed")])
def test_where_the_host_has_no_checks_what_ci_sent_counts(ok: bool, outcome: str):
    assert ask(GATE, of(), sent(ok=ok)).outcome == outcome
    assert ask(GATE, sent(ok=ok)).outcome == outcome


def test_a_failure_that_ci_sent_outweighs_the_hosts_checks():
    result = ask(GATE, of(GOOD), sent(ok=False))
    assert (result.outcome, result.reason) == ("failed", "1 of 2 checks of a1b2c3d failed: jenkins")


@pytest.mark.parametrize("fact", [of(), of(looked_at=None), of(looked_at=None, asks=False)])
def test_without_any_check_it_is_not_known(fact: CommitOnHost):
    result = ask(GATE, fact)
    assert result.outcome == "unknown"
    assert result.answer


def test_without_a_commit_it_is_not_known():
    assert ask(GATE).outcome == "unknown"


def test_hundreds_of_hostile_checks_make_one_line():
    for outcome in ("failure", "pending", "success"):
        many = [Check(f"{HOSTILE}{n}", outcome) for n in range(500)]
        assert is_tidy(ask(GATE, of(*many), ignore=["*a*" * 60], required=["x" * 300]))
