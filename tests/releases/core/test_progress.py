"""How far a deployment is, and what is left behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from releases.core.draining import carried, drains
from releases.core.facts.service import Live, Rollout, TargetGroup
from releases.core.progress import colour_of, effective_percent, share_of, why_unknown
from releases.core.traffic import Hook, Revision, Rule
from tests.releases.core.gates.making import NOW

NEW = Revision(new=True, task="ai-shell:2", weight=10.0, requested=3, running=2, groups=("green",))
OLD = Revision(task="ai-shell:1", weight=90.0, requested=3, running=3, groups=("blue",))
BOTH = (TargetGroup(name="blue", deregistration_delay=300), TargetGroup(name="green"))
MINUTE = timedelta(minutes=1)


def rule(place: str = "HTTPS 443", blue: int = 90, green: int = 10, **fields: Any) -> Rule:
    return Rule(place=place, weights={"blue": blue, "green": green}, **fields)


def live(
    *rules: Rule, strategy: str = "CANARY", groups: tuple[TargetGroup, ...] = BOTH, **fields: Any
) -> Live:
    given = {"id": "d1", "status": "IN_PROGRESS", "percent": 10.0, "revisions": (NEW, OLD), **fields}
    return Live(
        settings={"deployment_strategy": strategy}, balanced=True, target_groups=groups,
        rollout=Rollout(**given), rules=rules,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "percent"),
    [
        (live(rule()), 10.0),
        (live(rule(green=0, blue=1)), 0.0),
        (live(rule(blue=0, green=5)), 100.0),
        (live(rule(blue=666, green=333)), 33.3),
        (live(rule(), rule("HTTPS 8443", 0, 1, production=False)), 10.0),
        (live(rule(production=True), rule("HTTP 80", 1, 0)), 10.0),
        (live(percent=20.0), 20.0),
        (live(rule(), status="ROLLBACK_SUCCESSFUL"), 0),
        (live(status="SUCCESSFUL", strategy="ROLLING", percent=None), 100),
    ],
)
def test_the_share_of_the_new_version_is_what_listeners_do_else_what_ecs_asked_for(
    found: Live, percent: float
):
    assert (effective_percent(found), why_unknown(found)) == (percent, "")


ONE = (TargetGroup(name="all"),)
SAME = (Revision(new=True, requested=3, running=2, groups=("all",)), Revision(running=1, groups=("all",)))


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Live(), "no deployment of the service is known"),
        (live(rule(), rule("HTTP 80", 1, 0)), "rules of listeners differ: HTTPS 443 10 %, HTTP 80 0 %"),
        (live(rule(blue=0, green=0)), "the rule of its listener gives nobody any traffic"),
        (live(Rule(place="HTTP 80", weights={"all": 1}), strategy="ROLLING", groups=ONE, revisions=SAME),
         "2 of 3 new tasks run; old and new ones share the traffic, and AWS does not tell how"),
        (live(strategy="ROLLING", revisions=()),
         "old and new tasks share the traffic, and AWS does not tell how"),
        (live(strategy="ROLLING", status="STOPPED", revisions=()),
         "old and new tasks share the traffic, and AWS does not tell how"),
    ],
)  # fmt: skip
def test_what_nobody_told_is_not_known_and_said(found: Live, why: str):
    assert (effective_percent(found), why_unknown(found)) == (None, why)


def test_rules_that_were_not_read_are_not_taken_for_none():
    found = Live(balanced=True, rollout=Rollout(status="SUCCESSFUL"))
    assert (effective_percent(found), why_unknown(found)) == (
        None, "how listeners share the traffic was not read",
    )  # fmt: skip


def test_a_rolling_deployment_that_is_done_has_the_share_of_its_target_group():
    done = live(Rule(place="HTTP 80", weights={"all": 1, "other": 3}), strategy="ROLLING", groups=ONE,
                revisions=SAME, status="SUCCESSFUL")  # fmt: skip
    assert effective_percent(done) == 25.0


def test_which_group_is_which_is_not_guessed():
    nameless = live(rule(), revisions=(Revision(new=True), Revision()))
    assert {colour_of(one, nameless) for one in BOTH} == {""}
    assert {colour_of(one, live(rule())) for one in BOTH} == {"blue", "green"}
    assert share_of(BOTH[0], live(rule())) == 90.0
    assert share_of(BOTH[0], live(rule(), rule("HTTP 80", 1, 0))) is None


def at(found: Live, before: Live | None, now: datetime) -> Live:
    return carried(before, found, now)


def draining(*targets: str, **fields: Any) -> TargetGroup:
    drains = dict.fromkeys(targets, NOW)
    given = {"name": "blue", "deregistration_delay": 300, "targets": 1, **fields}
    return TargetGroup(draining=len(targets), drains=drains, **given)


def test_each_target_keeps_the_time_it_was_first_seen_draining():
    first = at(live(rule(), groups=(draining("a"), BOTH[1])), None, NOW)
    then = at(live(rule(), groups=(draining("a", "b"), BOTH[1])), first, NOW + MINUTE)
    assert then.target_groups[0].drains == {"a": NOW, "b": NOW + MINUTE}
    found = drains(then, None)[0]
    assert (found.since, found.ends_at) == (NOW, NOW + MINUTE + timedelta(seconds=300))
    assert (found.progress, found.colour, found.share) == (66.7, "blue", 90.0)


def test_a_group_keeps_the_time_its_traffic_was_first_seen_gone():
    gone = live(rule(blue=0, green=1))
    first = at(gone, at(live(rule()), None, NOW - MINUTE), NOW)
    then = at(gone, first, NOW + MINUTE)
    assert then.target_groups[0].idle_since == NOW
    assert drains(then, 540)[0].sessions_at == NOW + timedelta(seconds=540)
    unread = at(live(rule(), rule("HTTP 80", 1, 0)), then, NOW + 2 * MINUTE)
    assert unread.target_groups[0].idle_since == NOW
    assert at(live(rule()), then, NOW + 2 * MINUTE).target_groups[0].idle_since is None


def test_without_its_delay_nobody_knows_when_draining_ends():
    found = drains(live(rule(), groups=(draining("a", deregistration_delay=None), BOTH[1])), 540)[0]
    assert (found.ends_at, found.sessions_at) == (None, None)


def test_more_targets_than_are_kept_have_no_end_that_is_known():
    group = TargetGroup(name="blue", deregistration_delay=300, draining=3, drains={"a": NOW})
    assert drains(live(rule(), groups=(group, BOTH[1])), None)[0].ends_at is None


def test_nothing_drains_where_one_group_takes_all():
    assert drains(Live(target_groups=ONE), 540) == []


def test_a_pause_of_unknown_length_waits_since_it_was_first_seen():
    paused = Hook(id="h", kind="PAUSE", status="AWAITING_ACTION")
    first = at(live(rule(), hooks=(paused,)), None, NOW)
    then = at(live(rule(), hooks=(paused,)), first, NOW + MINUTE)
    another = at(live(rule(), hooks=(paused,), id="d2"), first, NOW + MINUTE)
    told = [one.rollout.hooks[0].since for one in (first, then, another) if one.rollout]
    assert told == [NOW, NOW, NOW + MINUTE]


def test_a_pause_whose_length_is_known_keeps_its_own_time():
    known = Hook(id="h", kind="PAUSE", status="AWAITING_ACTION", since=NOW - MINUTE)
    over = Hook(id="o", kind="PAUSE", status="SUCCEEDED")
    found = at(live(rule(), hooks=(known, over)), None, NOW).rollout
    assert found is not None
    assert [one.since for one in found.hooks] == [NOW - MINUTE, None]
