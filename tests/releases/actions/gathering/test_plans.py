from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.core.plans.change import Action, ResourceChange
from maturity.models import DriftCheck, PlanContent, Stack
from releases.actions.gathering import plans
from releases.actions.gathering.plans import gather
from releases.models import Release
from tests.factories import days_ago, make_check, make_plan, make_repository, sha
from tests.releases.actions.gathering.conftest import Touch
from tests.releases.factories import make_plans

DATABASE = ResourceChange(
    address="aws_db_instance.main",
    type="aws_db_instance",
    action=Action.REPLACE,
    holds_data=True,
    guards=("off",),
)
RULE = ResourceChange(address="aws_instance.web", type="aws_instance", action=Action.UPDATE)


def checked(stack: Stack, release: Release, *changes: ResourceChange, **fields: Any) -> DriftCheck:
    """A check of the release's commit, with a plan where something changes."""
    at, commit = fields.pop("at", days_ago(0.1)), fields.pop("commit", release.commit)
    going = sum(one.action is Action.REPLACE for one in changes)
    given = {"at": at, "commit": commit, "replaces": going, "updates": len(changes) - going}
    plan = make_plan(stack, changes, **given, **fields) if changes else None
    return make_check(stack, at=at, commit=commit, plan=plan)


def test_the_last_check_of_the_commit_counts_and_its_destroys_are_told(
    release: Release, touch: Touch, now: datetime
):
    stack = touch()
    checked(stack, release, RULE, at=days_ago(0.2))
    last = checked(stack, release, DATABASE, RULE)
    checked(stack, release, commit=sha("later"), at=now)
    newest = gather(release, now).stacks[0].newest
    assert newest is not None
    assert (newest.url, newest.counted, newest.complete) == (f"/plans/{last.plan_id}/", 1, True)
    assert [(one.address, one.action, one.holds_data) for one in newest.destroys] == [
        ("aws_db_instance.main", "replace", True)
    ]


def test_a_check_that_found_nothing_to_change_is_a_plan_too(release: Release, touch: Touch, now: datetime):
    stack = touch()
    checked(stack, release)
    newest = gather(release, now).stacks[0].newest
    assert newest is not None
    assert (newest.url, newest.counted, newest.destroys) == (f"/stacks/{stack.pk}/", 0, ())


def test_a_plan_sent_for_a_pull_request_counts_as_well(release: Release, touch: Touch, now: datetime):
    plan = make_plan(
        touch(), (RULE,), purpose="pull_request", commit=release.commit, complete=False, updates=1
    )
    newest = gather(release, now).stacks[0].newest
    assert newest is not None
    assert (newest.url, newest.complete) == (f"/plans/{plan.pk}/", False)


def test_the_beginning_of_a_commit_is_enough_when_ci_sends_no_more(
    release: Release, touch: Touch, now: datetime
):
    checked(touch(), release, commit=release.commit[:7])
    checked(touch("live/dns"), release, commit=release.commit[:6])
    found = {one.stack: one.newest is not None for one in gather(release, now).stacks}
    assert found == {"live/prod": True, "live/dns": False}


def test_plans_of_an_apply_are_none_to_look_at(release: Release, touch: Touch, now: datetime):
    make_plan(touch(), (RULE,), purpose="apply", commit=release.commit, updates=1)
    assert gather(release, now).stacks[0].newest is None


def test_a_failure_after_the_last_good_plan_is_told(release: Release, touch: Touch, now: datetime):
    stack = touch()
    checked(stack, release, at=days_ago(0.2))
    make_check(stack, "", outcome="errored", error="exit code 1", commit=release.commit, at=days_ago(0.1))
    one = gather(release, now).stacks[0]
    assert one.failed is not None
    assert (one.failed.error, one.newest is not None) == ("exit code 1", True)
    checked(stack, release)
    make_check(stack, "", outcome="errored", commit=sha("later"))
    make_check(stack, "", outcome="cancelled", commit=release.commit)
    checked(stack, release, at=now)
    assert gather(release, now).stacks[0].failed is None


def test_a_stack_of_another_repository_counts_with_its_last_check(
    release: Release, touch: Touch, now: datetime
):
    stack = touch(repository=make_repository("acme/network"))
    checked(stack, release, commit=sha("of another repository"))
    one = gather(release, now).stacks[0]
    assert (one.own, one.newest is not None) == (False, True)


def test_without_a_commit_no_plan_is_of_the_release(release: Release, touch: Touch, now: datetime):
    checked(touch(), release)
    release.commit = ""
    found = gather(release, now)
    assert (found.commit, found.stacks[0].newest) == ("", None)


def test_changes_that_are_not_kept_any_more_are_not_known(release: Release, touch: Touch, now: datetime):
    checked(touch(), release, DATABASE)
    PlanContent.objects.all().delete()
    newest = gather(release, now).stacks[0].newest
    assert newest is not None
    assert newest.counted is None


def test_more_destroys_than_are_looked_at_are_counted(
    release: Release, touch: Touch, now: datetime, monkeypatch: Any
):
    monkeypatch.setattr(plans, "MOST_DESTROYS", 3)
    for name in ("a", "b"):
        checked(touch(name), release, DATABASE, DATABASE)
    newest = [one.newest for one in gather(release, now).stacks]
    assert sum(len(one.destroys) for one in newest if one) == 3
    assert sum(one.counted or 0 for one in newest if one) == 4


def test_five_hundred_stacks_cost_as_many_queries_as_one(
    release: Release, many: list[Stack], now: datetime, django_assert_num_queries: Any
):
    make_plans(many, release.commit, DATABASE, replaces=1)
    with django_assert_num_queries(3):
        found = gather(release, now)
    assert sum(len(one.newest.destroys) for one in found.stacks if one.newest) == 500
