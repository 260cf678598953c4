from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.plans import Failed, Planned, Plans, StackPlan
from releases.core.gates.plan_fresh import GATE
from tests.releases.core.gates.making import COMMIT, HOSTILE, ago, ask, is_tidy


def plan(**fields: Any) -> Planned:
    return Planned(**{"at": ago(hours=3), "commit": COMMIT, "url": "/plans/4/", **fields})


def stack(name: str = "live/prod", newest: Planned | None = None, **fields: Any) -> StackPlan:
    return StackPlan(stack=name, url="/stacks/1/", newest=newest, **fields)


def of(*stacks: StackPlan, commit: str = COMMIT) -> Plans:
    return Plans(commit=commit, environment="prod", settings="/targets/", stacks=stacks)


def test_a_fresh_whole_plan_of_every_stack_passes():
    result = ask(GATE, of(stack(newest=plan()), stack("live/dns", plan(at=ago(hours=20)))))
    assert result.outcome == "passed"
    assert result.reason == "2 of 2 stacks have a whole plan of a1b2c3d; the oldest is 20 h old"
    assert result.evidence[0].url == "/plans/4/"


def test_a_stack_without_a_plan_of_this_commit_is_not_known():
    result = ask(GATE, of(stack(newest=plan()), stack("live/dns")))
    assert (result.outcome, result.evidence[0].url) == ("unknown", "/stacks/1/")
    assert result.reason == "1 of 2 stacks have no plan of a1b2c3d: live/dns"
    assert "send it to Rungs" in result.answer


def test_a_plan_that_is_too_old_fails_with_its_age():
    result = ask(GATE, of(stack(newest=plan(at=ago(hours=30)))))
    assert (result.outcome, result.values) == ("failed", {"stacks": 1, "old": 1})
    assert result.reason == "1 of 1 plans are older than 24 h, the oldest 30 h: live/prod"


def test_how_old_a_plan_may_be_is_a_setting():
    assert ask(GATE, of(stack(newest=plan(at=ago(hours=30)))), hours=48).outcome == "passed"


def test_a_plan_of_a_day_ago_to_the_second_is_fresh():
    assert ask(GATE, of(stack(newest=plan(at=ago(hours=24))))).outcome == "passed"


@pytest.mark.parametrize(("allowed", "outcome"), [(False, "failed"), (True, "passed")])
def test_a_plan_that_was_limited_to_some_resources_is_not_enough(allowed: bool, outcome: str):
    assert ask(GATE, of(stack(newest=plan(complete=False))), partial=allowed).outcome == outcome


def test_a_plan_that_failed_after_the_last_good_one_fails_in_its_own_words():
    broken = Failed(at=ago(hours=1), url="/plans/5/", error="no valid credential sources")
    result = ask(GATE, of(stack(newest=plan(), failed=broken), stack("live/dns")))
    assert result.outcome == "failed"
    assert result.reason == "the newest plan of 1 of 2 stacks failed: live/prod"
    assert result.evidence[0].text == "live/prod: no valid credential sources"


def test_a_release_without_a_commit_is_not_known():
    result = ask(GATE, of(stack(newest=plan()), commit=""))
    assert result.outcome == "unknown"
    assert "commit" in result.answer


@pytest.mark.parametrize("facts", [(), (of(),)])
def test_without_any_stack_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_five_hundred_hostile_stacks_make_one_line():
    broken = Failed(at=ago(hours=1), url="/plans/5/", error=HOSTILE)
    many = [stack(f"{HOSTILE}{number}", failed=broken) for number in range(500)]
    assert is_tidy(ask(GATE, of(*many)))
    assert is_tidy(ask(GATE, of(*(stack(f"{HOSTILE}{number}") for number in range(500)))))
