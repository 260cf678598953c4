"""What is kept for how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions.checks import retention
from maturity.actions.checks.retention import prune
from maturity.models import DriftCheck, Plan, PlanContent, RunLog, State
from tests.factories import (
    days_ago,
    make_check,
    make_episode,
    make_plan,
    make_pull_request,
    make_run,
)

pytestmark = pytest.mark.django_db


def left() -> list[DriftCheck]:
    prune(timezone.now())
    return list(DriftCheck.objects.order_by("pk"))


def test_checks_are_kept_for_their_time(stack):
    make_check(stack, at=days_ago(402))
    young = make_check(stack, at=days_ago(398))
    assert left() == [young]


def test_the_last_check_of_a_stack_is_kept_for_ever(stack):
    stack.latest_check = make_check(stack, at=days_ago(900))
    stack.save()
    assert left() == [stack.latest_check]


def test_checks_that_saw_drift_which_is_still_there_are_kept(stack):
    make_check(stack, at=days_ago(502))
    seen = make_check(stack, "drifted", at=days_ago(500))
    make_episode(stack, first_seen_at=seen.started_at)
    assert left() == [seen]


def test_checks_of_drift_that_is_over_go(stack):
    seen = make_check(stack, "drifted", at=days_ago(500))
    make_episode(stack, first_seen_at=seen.started_at, ended_at=days_ago(499))
    assert left() == []


def test_a_little_is_removed_at_a_time(stack, monkeypatch):
    monkeypatch.setattr(retention, "CHECKS_AT_ONCE", 2)
    for day in (500, 501, 502):
        make_check(stack, at=days_ago(day))
    assert [len(left()), len(left())] == [1, 0]


def plan_with_content(stack, days: float, **fields) -> Plan:
    return make_plan(stack, at=days_ago(days), received_at=days_ago(days), **fields)


def contents() -> set[int]:
    prune(timezone.now())
    return set(PlanContent.objects.values_list("plan", flat=True))


def test_a_plan_loses_its_attributes_first_and_goes_with_its_checks(stack):
    old, young, ancient = (plan_with_content(stack, days) for days in (91, 89, 401))
    assert contents() == {young.pk}
    assert set(Plan.objects.all()) == {old, young}
    assert not Plan.objects.filter(pk=ancient.pk).exists()


def test_the_plan_that_shows_open_drift_is_kept_whole(stack):
    shown = plan_with_content(stack, 500)
    make_episode(stack, plan=shown)
    assert contents() == {shown.pk}


def test_the_plan_of_drift_that_ended_lately_is_kept_whole(stack):
    lately, long_ago = plan_with_content(stack, 100), plan_with_content(stack, 101)
    make_episode(stack, plan=lately, ended_at=days_ago(3))
    make_episode(stack, plan=long_ago, ended_at=days_ago(95))
    assert contents() == {lately.pk}


def test_the_plan_of_an_open_pull_request_is_kept_whole(stack):
    pull, merged = (
        make_pull_request(stack.repository, number, state=state)
        for number, state in ((1, "open"), (2, "merged"))
    )
    shown = plan_with_content(stack, 500, pull_request=pull)
    plan_with_content(stack, 100, pull_request=merged)
    assert contents() == {shown.pk}


def test_the_plan_of_the_last_check_is_kept_whole(stack):
    shown = plan_with_content(stack, 500)
    stack.latest_check = make_check(stack, "pending", at=days_ago(2), plan=shown)
    stack.save()
    assert contents() == {shown.pk}


def test_logs_of_runs_go_with_the_attributes_of_plans(stack):
    for days in (91, 89):
        run = make_run(stack.repository, State.FINISHED, requested_at=days_ago(days))
        RunLog.objects.create(run=run, text="Plan: 0 to add")
    prune(timezone.now())
    assert RunLog.objects.get().run.requested_at > days_ago(90)


def test_how_long_is_a_setting(stack, settings):
    settings.RUNGS_KEEP_CHECKS = timedelta(days=31)
    make_check(stack, at=days_ago(33))
    assert left() == []
