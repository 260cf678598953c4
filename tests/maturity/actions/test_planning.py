"""Asking for checks, and taking that back. What a check does is in tests/terraform."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.actions import Refused, cancel_run, request_all, request_check, tick
from maturity.actions.planning import requests
from maturity.models import Event, Run, Stack, State, Trigger
from tests.factories import days_ago, make_repository, make_run, make_stack, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def stack() -> Stack:
    return make_stack(make_repository(), mode="pull")


def refused(stack: Stack) -> str:
    with pytest.raises(Refused) as told:
        request_check(None, stack)
    return told.value.message


def test_a_check_that_is_asked_for_is_queued_with_an_event(stack):
    by = make_user()
    run = request_check(by, stack)
    assert (run.kind, run.stack, run.exclusive) == ("plan", stack, f"stack:{stack.pk}")
    assert (run.trigger, run.requested_by) == (Trigger.MANUAL, by)
    event = Event.objects.get()
    assert (event.kind, event.stack, event.actor, event.data) == (
        "check.requested", stack, by, {"run": run.pk},
    )  # fmt: skip


def test_asking_twice_queues_one_check(stack):
    assert request_check(None, stack) == request_check(make_user(), stack, Trigger.APPLY)
    assert Run.objects.count() == 1
    assert not Event.objects.exists()


def test_a_state_is_planned_by_one_stack_at_a_time(stack):
    Stack.objects.update(state_place="s3://states/prod")
    stack.refresh_from_db()
    other = make_stack(stack.repository, "other", mode="pull", state_place="s3://states/prod")
    request_check(None, stack)
    assert refused(other).startswith("Another stack with the same state is being checked")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mode": "push"}, "CI plans this stack: switch it to pull mode to let Rungs plan it."),
        ({"tool": "cdk"}, "Rungs cannot plan with cdk: let CI send the plans of this stack."),
        ({"gone_at": days_ago(1)}, "This stack is gone from the default branch."),
    ],
)
def test_what_no_worker_can_check_is_refused_with_a_reason(stack, fields, said):
    Stack.objects.update(**fields)
    assert refused(Stack.objects.get()) == said
    assert not Run.objects.exists()


def test_a_repository_that_is_archived_is_not_planned(stack):
    stack.repository.archived = True
    assert refused(stack) == "This repository is no longer shown."


def test_all_are_checked_beginning_with_those_not_looked_at_for_longest(stack, monkeypatch):
    monkeypatch.setattr(requests, "AT_ONCE", 2)
    repository = stack.repository
    never = make_stack(repository, "never", mode="pull")
    old = make_stack(repository, "old", mode="pull", attempted_at=days_ago(9))
    make_stack(repository, "new", mode="pull", attempted_at=days_ago(1))
    make_stack(repository, "pushed")
    request_check(None, stack)
    assert request_all(make_user(), Stack.objects.all()) == 2
    started = Run.objects.exclude(stack=stack)
    assert {run.stack for run in started} == {never, old}
    assert set(tick(timezone.now())) == {run.pk for run in started}


def test_a_queued_check_is_cancelled_at_once(stack):
    by, run = make_user(), request_check(None, stack)
    cancel_run(by, run)
    assert Run.objects.get().state == State.CANCELLED
    assert Event.objects.get().kind == "check.cancelled"
    with pytest.raises(Refused, match="This check is over"):
        cancel_run(by, Run.objects.get())


def test_a_running_check_is_asked_to_stop_once(stack):
    by, run = make_user(), make_run(stack.repository, State.RUNNING, kind="plan", stack=stack)
    cancel_run(by, run)
    cancel_run(by, run)
    assert Run.objects.get().cancel_requested_at is not None
    assert Event.objects.count() == 1
