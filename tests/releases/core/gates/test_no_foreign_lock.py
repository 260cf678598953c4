from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.locks import Lock, Locks, State
from releases.core.gates.no_foreign_lock import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy

HELD = Lock(who="jan@laptop", since=ago(minutes=40), operation="apply")


def state(name: str = "live/prod", **fields: Any) -> State:
    return State(**{"stack": name, "url": "/stacks/1/", "seen_at": ago(minutes=10), **fields})


def of(*states: State) -> Locks:
    return Locks("/targets/", states)


def test_states_that_nobody_holds_pass():
    result = ask(GATE, of(state(), state("live/dns", seen_at=ago(minutes=50))))
    assert result.outcome == "passed"
    assert result.reason == "none of 2 states is locked by others; the oldest look is 50 min old"


def test_a_lock_fails_and_says_who_holds_it_since_when():
    result = ask(GATE, of(state(lock=HELD), state("live/dns")))
    assert (result.outcome, result.reason) == ("failed", "1 of 2 states are locked: live/prod")
    assert result.evidence[0].text == "live/prod: held by jan@laptop for 40 min"


def test_the_deployments_own_lock_does_not_count():
    assert ask(GATE, of(state(lock=HELD)), ours=["jan@*"]).outcome == "passed"
    assert ask(GATE, of(state(lock=HELD)), ours=["ci@*"]).outcome == "failed"


@pytest.mark.parametrize("seen", [None, ago(hours=3)])
def test_a_lock_that_nobody_looked_for_is_not_known(seen: Any):
    result = ask(GATE, of(state(seen_at=seen)))
    assert result.outcome == "unknown"
    assert "AWS role" in result.answer


def test_what_the_store_answered_is_what_has_to_be_repaired():
    result = ask(GATE, of(state(error="AccessDenied: s3:GetObject")))
    assert result.answer == "repair the look at live/prod: AccessDenied: s3:GetObject"


def test_unseen_locks_let_on_where_the_checklist_says_so():
    result = ask(GATE, of(state(), state("live/dns", seen_at=None)), unseen=True)
    assert (result.outcome, result.values["unseen"]) == ("passed", 1)


@pytest.mark.parametrize("facts", [(), (of(),)])
def test_without_any_stack_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_five_hundred_hostile_locks_make_one_line():
    lock = Lock(who=HOSTILE, since=ago(hours=1))
    assert is_tidy(ask(GATE, of(*(state(f"{HOSTILE}{n}", lock=lock) for n in range(500)))))
    assert is_tidy(ask(GATE, of(*(state(f"{HOSTILE}{n}", error=HOSTILE) for n in range(500)))))
