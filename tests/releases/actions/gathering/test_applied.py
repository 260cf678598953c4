from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.core.plans.change import Action, Difference, ResourceChange
from maturity.models import Plan, PlanContent, Stack
from releases.actions.gathering.applied import gather
from releases.models import PlanDigest, Release
from tests.factories import days_ago, make_check, make_plan
from tests.releases.actions.gathering.conftest import Touch


def resize(size: str = "20", **fields: Any) -> ResourceChange:
    grown = Difference(path="volume_size", before="10", after=size, **fields)
    return ResourceChange(address="aws_instance.web", action=Action.UPDATE, differences=(grown,))


def bound(release: Release, stack: Stack, change: ResourceChange, hours: float = 3) -> Plan:
    plan = make_plan(stack, (change,), commit=release.commit, at=days_ago(hours / 24), updates=1, pending=1)
    release.plans.add(plan)
    return plan


def applied(stack: Stack, change: ResourceChange, hours: float = 1, **fields: Any) -> Plan:
    at = days_ago(hours / 24)
    return make_plan(stack, (change,), purpose="apply", at=at, updates=1, **fields)


def test_the_plan_applied_after_the_reviewed_one_is_compared_with_it(
    release: Release, touch: Touch, now: datetime
):
    stack, other = touch(), touch("live/dns")
    plan = bound(release, stack, resize())
    done = applied(stack, resize())
    bound(release, other, resize())
    applied(other, resize("99"))
    second, first = gather(release, now).reviewed
    assert (first.stack, first.url, first.changes) == ("live/prod", f"/plans/{plan.pk}/", 1)
    assert first.applied is not None
    assert (first.applied.url, first.applied.same) == (f"/plans/{done.pk}/", True)
    assert second.applied is not None
    assert second.applied.same is False


def test_an_apply_from_before_the_review_is_another_matter(release: Release, touch: Touch, now: datetime):
    stack = touch()
    bound(release, stack, resize())
    applied(stack, resize("99"), hours=5)
    assert gather(release, now).reviewed[0].applied is None


def test_of_several_applies_the_last_one_counts(release: Release, touch: Touch, now: datetime):
    stack = touch()
    bound(release, stack, resize())
    applied(stack, resize("99"), hours=2)
    applied(stack, resize(), hours=1, errored=True)
    found = gather(release, now).reviewed[0].applied
    assert found is not None
    assert (found.same, found.errored) == (True, True)


def test_hidden_values_are_counted_because_they_cannot_be_compared(
    release: Release, touch: Touch, now: datetime
):
    bound(release, touch(), resize(sensitive=True))
    bound(release, touch("live/dns"), ResourceChange(address="a.b", action=Action.UPDATE))
    assert [(one.masked, one.bare) for one in gather(release, now).reviewed] == [(0, 1), (1, 0)]


def test_what_was_digested_once_is_compared_after_its_changes_are_gone(
    release: Release, touch: Touch, now: datetime
):
    stack = touch()
    bound(release, stack, resize())
    applied(stack, resize())
    gather(release, now)
    PlanContent.objects.all().delete()
    found = gather(release, now).reviewed[0].applied
    assert found is not None
    assert found.same is True
    PlanDigest.objects.all().delete()
    lost = gather(release, now).reviewed[0].applied
    assert lost is not None
    assert lost.same is None


def test_stacks_without_a_bound_plan_are_named(release: Release, touch: Touch, now: datetime):
    touch()
    found = gather(release, now)
    assert (found.reviewed, found.without) == ((), ("live/prod",))


def test_what_is_applied_where_nothing_was_to_change_is_another_plan(
    release: Release, touch: Touch, now: datetime
):
    stack = touch()
    make_check(stack, commit=release.commit, at=days_ago(0.1))
    found = gather(release, now)
    assert (found.without, found.reviewed[0].changes, found.reviewed[0].applied) == ((), 0, None)
    assert found.reviewed[0].url == f"/stacks/{stack.pk}/"
    applied(stack, resize())
    told = gather(release, now).reviewed[0].applied
    assert told is not None
    assert told.same is False


def test_hundreds_of_stacks_cost_as_many_queries_as_one(
    release: Release, many: list[Stack], now: datetime, django_assert_num_queries: Any
):
    for stack in many[:50]:
        bound(release, stack, resize())
        applied(stack, resize())
    gather(release, now)
    with django_assert_num_queries(4):
        assert all(one.applied and one.applied.same for one in gather(release, now).reviewed)
