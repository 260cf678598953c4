from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.stacks import Drift, Stack, TouchedStacks
from releases.core.gates.no_open_drift import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy


def stack(name: str = "live/prod", **fields: Any) -> Stack:
    return Stack(**{"name": name, "url": "/stacks/1/", "checked_at": ago(hours=3), **fields})


def drift(**fields: Any) -> Drift:
    return Drift(**{"url": "/drift/7/", "since": ago(days=4), "resources": 2, **fields})


def of(*stacks: Stack) -> TouchedStacks:
    return TouchedStacks("prod", "/releases/applications/ai-shell/targets/", stacks)


def test_stacks_that_are_in_sync_and_were_checked_of_late_pass():
    result = ask(GATE, of(stack(), stack("live/dns", checked_at=ago(days=2))))
    assert result.outcome == "passed"
    assert result.reason == "none of 2 stacks drifts; the oldest check is 48 h old"
    assert [one.text for one in result.evidence] == ["live/prod", "live/dns"]


def test_open_drift_fails_and_leads_to_its_page():
    result = ask(GATE, of(stack(drift=drift()), stack("live/dns")))
    assert (result.outcome, result.values["drifting"], result.values["resources"]) == ("failed", 1, 2)
    assert result.reason == "1 of 2 stacks drift, for up to 4 days: live/prod"
    assert [(one.text, one.url) for one in result.evidence] == [
        ("live/prod: resources that drift: 2, for 4 days", "/drift/7/")
    ]


@pytest.mark.parametrize(("allowed", "outcome"), [(True, "passed"), (False, "failed")])
def test_acknowledged_drift_lets_on_unless_the_checklist_says_otherwise(allowed: bool, outcome: str):
    quiet = drift(acknowledged_until=ago(days=-3), reason="the vendor is at work")
    result = ask(GATE, of(stack(drift=quiet)), acknowledged=allowed)
    assert result.outcome == outcome
    assert "the vendor is at work" in result.evidence[0].text


def test_an_acknowledgement_that_is_over_does_not_count():
    over = drift(acknowledged_until=ago(minutes=1), reason="until yesterday")
    assert ask(GATE, of(stack(drift=over))).outcome == "failed"


@pytest.mark.parametrize("checked", [None, ago(days=8)])
def test_a_stack_that_nobody_checked_of_late_is_not_known(checked: Any):
    result = ask(GATE, of(stack(), stack("live/dns", checked_at=checked)))
    assert result.outcome == "unknown"
    assert result.reason == "1 of 2 stacks were not checked within 7 days: live/dns"
    assert "check" in result.answer


def test_how_old_a_check_may_be_is_a_setting():
    assert ask(GATE, of(stack(checked_at=ago(days=8))), days=10).outcome == "passed"


def test_why_a_check_fails_is_what_would_answer_it():
    result = ask(GATE, of(stack(checked_at=ago(days=9), error="no credentials")))
    assert result.answer == "repair the check of live/prod: no credentials"


def test_a_stack_that_is_gone_from_the_code_is_not_known():
    result = ask(GATE, of(stack(gone=True)))
    assert result.outcome == "unknown"
    assert "take live/prod off" in result.answer


def test_drift_that_is_known_counts_more_than_a_check_that_is_missing():
    assert ask(GATE, of(stack(checked_at=None), stack(drift=drift()))).outcome == "failed"


@pytest.mark.parametrize("facts", [(), (of(),)])
def test_without_any_stack_it_is_not_known_and_says_where_to_name_them(facts: Any):
    result = ask(GATE, *facts)
    assert result.outcome == "unknown"
    assert "name its stacks" in result.answer


def test_five_hundred_stacks_with_hostile_names_make_one_line():
    many = [stack(f"{HOSTILE}{number}", drift=drift(reason=HOSTILE)) for number in range(500)]
    result = ask(GATE, of(*many))
    assert result.reason.startswith("500 of 500 stacks drift")
    assert result.reason.endswith("and 497 more")
    assert is_tidy(result)


def test_a_setting_it_does_not_know_is_an_error():
    assert ask(GATE, of(stack()), dayz=3).outcome == "error"
