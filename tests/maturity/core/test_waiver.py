"""Waivers: who may give one, how long it counts, and what it never covers."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from maturity.core.criterion import Outcome, met, not_met
from maturity.core.facts.infrastructure import Stack
from maturity.core.source import Source
from maturity.core.waiver import Waiver, in_force, waive
from tests.maturity.core.making import criterion_about

TODAY = date(2026, 6, 1)
WAIVER = Waiver(criterion="linted", reason="moved away in May", owner="ana", approver="bo", expires=TODAY)
LINTED = criterion_about("linted")


def test_a_waiver_stands_in_for_a_no_and_says_until_when():
    found = waive(LINTED, None, not_met("nothing lints"), [WAIVER])
    assert found.outcome is Outcome.WAIVED
    assert found.message == "waived until 2026-06-01 by bo: moved away in May (nothing lints)"


def test_a_waiver_does_not_touch_what_is_met():
    assert waive(LINTED, None, met("tflint runs"), [WAIVER]).outcome is Outcome.MET


def test_a_criterion_that_is_not_waivable_stays_not_met():
    fixed = replace(LINTED, waivable=False)
    assert waive(fixed, None, not_met("nothing lints"), [WAIVER]).outcome is Outcome.NOT_MET


@pytest.mark.parametrize(
    "changed",
    [{"expires": date(2026, 5, 31)}, {"approver": "ana"}, {"reason": "  "}],
    ids=["expired", "approved by its owner", "without a reason"],
)
def test_a_waiver_that_does_not_hold_is_not_in_force(changed: dict[str, object]):
    assert in_force([replace(WAIVER, **changed)], TODAY) == ()


def test_without_a_date_no_waiver_counts():
    assert in_force([WAIVER], None) == ()


def test_a_waiver_for_some_stacks_leaves_the_others():
    scoped = replace(WAIVER, scope="infra/dev*")
    dev = Stack(directory="infra/dev", tool="terraform", at=Source("infra/dev/main.tf"))
    prod = Stack(directory="infra/prod", tool="terraform", at=Source("infra/prod/main.tf"))
    assert waive(LINTED, dev, not_met("nothing lints"), [scoped]).outcome is Outcome.WAIVED
    assert waive(LINTED, prod, not_met("nothing lints"), [scoped]).outcome is Outcome.NOT_MET
