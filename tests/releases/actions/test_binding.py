from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from maturity.core.plans.change import Action, ResourceChange, Role
from maturity.models import Event, PlanContent, Stack
from releases.actions.binding import bind_plans
from releases.core.state import BEFORE, State
from releases.models import PlanDigest, Release
from tests.factories import days_ago, make_check, make_plan, make_stack
from tests.releases.factories import make_application, make_release, make_target

CREATE = ResourceChange(address="aws_instance.web", action=Action.CREATE)
UPDATE = ResourceChange(address="aws_instance.web", action=Action.UPDATE)


@pytest.fixture
def release(db: None) -> Release:
    return make_release(make_application())


@pytest.fixture
def stack(release: Release) -> Stack:
    repository = release.application.repository
    assert repository is not None
    made = make_stack(repository)
    make_target(release.application, made)
    return made


def planned(release: Release, stack: Stack, *changes: ResourceChange, **fields: Any) -> None:
    at = fields.pop("at", days_ago(0.1))
    given = {"commit": release.commit, "at": at, "updates": len(changes)}
    plan = make_plan(stack, changes, **{**given, **fields}) if changes else None
    make_check(stack, at=at, commit=release.commit, plan=plan)


def bind(release: Release) -> bool:
    release.refresh_from_db()
    return bind_plans(release, timezone.now())


def test_a_plan_of_its_commit_changes_what_the_release_is(release: Release, stack: Stack):
    before = (release.digest, release.revision)
    planned(release, stack, CREATE)
    assert bind(release)
    row = Release.objects.get(pk=release.pk)
    assert (row.digest, row.plan_digest) == (release.digest, release.plan_digest)
    assert row.digest != before[0]
    assert (row.revision, row.state, row.plans.count()) == (before[1] + 1, release.state, 1)


def test_the_change_is_told_once(release: Release, stack: Stack):
    planned(release, stack, CREATE)
    assert [bind(release), bind(release)] == [True, False]
    event = Event.objects.get(kind="plans.bound")
    assert (event.repository, event.subject) == (release.application.repository, "ai-shell 2.14.0")
    assert event.data["digest"] == release.digest != event.data["before"]


def test_a_new_plan_that_wants_the_same_changes_nothing_but_is_the_one_to_look_at(
    release: Release, stack: Stack
):
    planned(release, stack, CREATE, at=days_ago(0.2))
    bind(release)
    digest, first = release.digest, release.plans.get()
    drifted = ResourceChange(address="aws_vpc.main", role=Role.OBSERVED, outside=Action.UPDATE)
    planned(release, stack, CREATE, drifted)
    assert not bind(release)
    assert (release.digest, release.plans.get() == first) == (digest, False)


def test_a_new_plan_that_wants_something_else_makes_another_subject(release: Release, stack: Stack):
    planned(release, stack, CREATE, at=days_ago(0.2))
    bind(release)
    before = release.digest
    planned(release, stack, UPDATE)
    assert bind(release)
    assert release.digest != before


def test_a_plan_that_changes_nothing_differs_from_none_at_all(release: Release, stack: Stack):
    assert not bind(release)
    assert release.plan_digest == ""
    planned(release, stack)
    assert bind(release)
    assert (release.plan_digest != "", release.plans.count()) == (True, 0)


@pytest.mark.parametrize("fields", [{"complete": False}, {"commit": "d" * 40}, {"purpose": "apply"}])
def test_plans_that_show_less_or_something_else_are_not_bound(release: Release, stack: Stack, fields: Any):
    plan = make_plan(stack, (CREATE,), **{"commit": release.commit, "updates": 1, **fields})
    if plan.purpose != "apply":
        make_check(stack, commit=plan.commit, plan=plan)
    assert not bind(release)


def test_a_plan_that_failed_leaves_the_last_good_one_bound(release: Release, stack: Stack):
    planned(release, stack, CREATE)
    bind(release)
    make_check(stack, "", outcome="errored", commit=release.commit)
    assert not bind(release)


def test_a_stack_that_is_no_longer_touched_is_no_longer_part_of_it(release: Release, stack: Stack):
    planned(release, stack, CREATE)
    bind(release)
    release.application.targets.all().delete()
    assert bind(release)
    assert (release.plan_digest, release.plans.count()) == ("", 0)


@pytest.mark.parametrize("state", sorted(set(State) - BEFORE))
def test_once_it_is_on_its_way_it_stays_what_was_approved(release: Release, stack: Stack, state: str):
    Release.objects.filter(pk=release.pk).update(state=state)
    planned(release, stack, CREATE)
    assert not bind(release)
    assert release.plan_digest == ""


def test_whoever_was_faster_binds_the_plans(release: Release, stack: Stack):
    planned(release, stack, CREATE)
    Release.objects.filter(pk=release.pk).update(revision=7)
    assert not bind_plans(release, timezone.now())
    assert (release.revision, Event.objects.filter(kind="plans.bound").count()) == (7, 0)


def test_the_digest_of_a_plan_outlives_its_changes(release: Release, stack: Stack):
    planned(release, stack, CREATE)
    bind(release)
    PlanContent.objects.all().delete()
    assert not bind(release)
    PlanDigest.objects.all().delete()
    assert bind(release)
    assert release.plan_digest == ""


def test_five_hundred_stacks_are_bound_with_few_queries(release: Release, django_assert_max_num_queries: Any):
    now: datetime = timezone.now()
    rows = Stack.objects.bulk_create(
        Stack(
            repository=release.application.repository,
            directory=f"live/{n}",
            tool="terraform",
            first_seen_at=now,
        )
        for n in range(500)
    )
    for row in rows:
        make_target(release.application, row)
        planned(release, row, CREATE)
    with django_assert_max_num_queries(25):
        assert bind_plans(release, now)
    with django_assert_max_num_queries(7):
        assert not bind_plans(release, now)
    assert release.plans.count() == 500
