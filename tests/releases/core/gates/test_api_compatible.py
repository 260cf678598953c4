from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.code import Contract
from releases.core.facts.reports import About
from releases.core.gates.api_compatible import GATE
from tests.releases.core.gates.codes import FIRST, UNREAD, notes, report, seen
from tests.releases.core.gates.making import HOSTILE, ask, is_tidy

SAME = Contract(path="openapi.yaml")
BROKEN = Contract(path="openapi.yaml", breaks=notes("removed path /users", "removed path /teams"), more=3)


@pytest.mark.parametrize(
    ("contracts", "outcome", "reason"),
    [
        ((), "passed", "0 of 2 descriptions of APIs changed, and nothing in them breaks callers"),
        ((SAME,), "passed", "1 of 2 descriptions of APIs changed, and nothing in them breaks callers"),
        ((BROKEN,), "failed", "5 changes break callers of the API: removed path /users …"),
        ((Contract(path="a.json", gone=True),), "failed", "1 descriptions of APIs were removed: a.json"),
        ((Contract(path="a.json", error="x"),), "error", "1 descriptions of APIs cannot be compared: a.json"),
        ((Contract(path="a.json", new=True),), "passed", "1 of 2 descriptions of APIs changed, and"),
    ],
)
def test_what_changed_in_a_description_has_its_answer(contracts: Any, outcome: str, reason: str):
    result = ask(GATE, seen(contracts=contracts, described=2))
    assert (result.outcome, result.reason[: len(reason)]) == (outcome, reason)


def test_breaking_changes_are_shown_with_their_file():
    evidence = ask(GATE, seen(contracts=(BROKEN,), described=1)).evidence
    assert (evidence[0].text, evidence[0].path) == ("removed path /users", "openapi.yaml")


def test_some_breaking_changes_may_be_allowed():
    assert ask(GATE, seen(contracts=(BROKEN,), described=1), errors=5).outcome == "passed"
    assert ask(GATE, seen(contracts=(BROKEN,), described=1), errors=None).outcome == "passed"


@pytest.mark.parametrize(
    ("fields", "outcome"), [({}, "passed"), ({"errors": 2}, "failed"), ({"ok": False}, "unknown")]
)
def test_a_tool_that_compared_them_counts_before_our_own_look(fields: Any, outcome: str):
    facts = (report(About.API, tool="oasdiff", **fields), seen(contracts=(BROKEN,), described=1))
    assert ask(GATE, *facts).outcome == outcome


@pytest.mark.parametrize("facts", [(), (UNREAD,), (seen(),)])
def test_what_nobody_compared_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_the_first_version_has_no_callers():
    assert ask(GATE, FIRST).outcome == "not_applicable"


def test_hostile_descriptions_make_one_line():
    strange = Contract(path=HOSTILE, breaks=notes(*[HOSTILE] * 20))
    for one in (strange, Contract(path=HOSTILE, error=HOSTILE), Contract(path=HOSTILE, gone=True)):
        assert is_tidy(ask(GATE, seen(contracts=(one,) * 30, described=30)))
