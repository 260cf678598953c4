from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.applied import Applied, AppliedPlans, Reviewed
from releases.core.gates.plan_applied import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy

SAME = Applied(at=ago(hours=2), url="/plans/9/", same=True)
OTHER = Applied(at=ago(hours=2), url="/plans/9/", same=False)


def plan(stack: str = "live/prod", applied: Applied | None = None, **fields: Any) -> Reviewed:
    return Reviewed(**{"stack": stack, "url": "/plans/4/", "changes": 3, "applied": applied, **fields})


def test_the_reviewed_plan_that_was_applied_passes():
    result = ask(GATE, AppliedPlans((plan(applied=SAME), plan("live/dns"))))
    assert (result.outcome, result.reason) == ("passed", "1 of 2 reviewed plans were applied as they were")
    assert [one.url for one in result.evidence] == ["/plans/9/", "/plans/4/"]


def test_another_plan_than_the_reviewed_one_fails():
    result = ask(GATE, AppliedPlans((plan(applied=OTHER), plan("live/dns", SAME))))
    assert result.outcome == "failed"
    assert result.reason == "1 of 2 stacks got another plan than the reviewed one: live/prod"


def test_an_apply_that_failed_fails():
    broken = Applied(at=ago(hours=2), url="/plans/9/", errored=True, same=True)
    assert ask(GATE, AppliedPlans((plan(applied=broken),))).reason == "1 of 1 applies failed: live/prod"


def test_what_cannot_be_told_because_it_is_hidden_is_said():
    result = ask(GATE, AppliedPlans((plan(applied=SAME, masked=4, bare=1),)))
    assert (result.outcome, result.values["masked"]) == ("passed", 4)
    assert result.reason.endswith("not compared: 4 hidden values, 1 resources without values")


def test_a_plan_whose_changes_are_gone_cannot_be_compared():
    lost = Applied(at=ago(hours=2), url="/plans/9/")
    result = ask(GATE, AppliedPlans((plan(applied=lost),)))
    assert result.outcome == "unknown"
    assert "purpose apply" in result.answer


def test_as_long_as_nothing_was_applied_it_does_not_apply():
    assert ask(GATE, AppliedPlans((plan(),))).outcome == "not_applicable"


def test_where_applying_is_required_what_was_not_applied_is_not_known():
    result = ask(GATE, AppliedPlans((plan(applied=SAME), plan("live/dns")), ("live/vpn",)), required=True)
    assert result.outcome == "unknown"
    assert result.reason == "2 of 3 stacks were not applied: live/dns, live/vpn"


def test_a_plan_without_changes_needs_no_apply():
    found = AppliedPlans((plan(applied=SAME), plan("live/dns", changes=0)))
    assert ask(GATE, found, required=True).outcome == "passed"


@pytest.mark.parametrize("facts", [(), (AppliedPlans(without=("live/prod",)),)])
def test_without_a_reviewed_plan_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_five_hundred_hostile_stacks_make_one_line():
    many = tuple(plan(f"{HOSTILE}{number}", OTHER) for number in range(500))
    assert is_tidy(ask(GATE, AppliedPlans(many)))
