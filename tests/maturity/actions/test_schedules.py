from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions import Refused, request_check, set_mode, set_schedule
from maturity.models import Event, Run, Schedule, Stack, State
from tests.factories import make_repository, make_stack, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def stack() -> Stack:
    return make_stack(make_repository())


def schedule() -> Schedule:
    return Schedule.objects.get(kind="plan")


def test_pull_mode_begins_with_a_check_once_a_week(stack):
    set_mode(make_user(), stack, "pull", " eu-1 ", ["prod.tfvars", ""])
    stack.refresh_from_db()
    assert (stack.mode, stack.workspace, stack.variables) == ("pull", "eu-1", ["prod.tfvars"])
    found = schedule()
    assert (found.stack, found.repository, found.enabled) == (stack, stack.repository, True)
    assert found.cron.endswith(tuple("0123456"))
    assert timezone.now() < found.next_run_at <= timezone.now() + timedelta(days=7)
    event = Event.objects.get()
    assert (event.kind, event.data) == ("mode.changed", {"mode": "pull", "workspace": "eu-1"})


def test_a_second_change_keeps_the_schedule_that_somebody_chose(stack):
    set_mode(None, stack, "pull")
    set_schedule(None, stack, "0 3 * * *")
    set_mode(None, stack, "pull", "eu")
    assert schedule().cron == "0 3 * * *"
    set_mode(None, stack, "push")
    assert not schedule().enabled
    set_mode(None, stack, "pull")
    assert (schedule().enabled, schedule().cron) == (True, "0 3 * * *")


def test_push_mode_takes_back_what_is_queued(stack):
    set_mode(None, stack, "pull")
    request_check(None, stack)
    set_mode(None, stack, "push")
    assert Run.objects.get().state == State.CANCELLED


def test_a_schedule_is_set_and_switched_off(stack):
    set_mode(None, stack, "pull")
    by = make_user()
    found = set_schedule(by, stack, " 30  4 * * mon ")
    assert (found.cron, found.next_run_at.hour, found.next_run_at.weekday()) == ("30 4 * * mon", 4, 0)
    assert not set_schedule(by, stack, " ").enabled
    changed = Event.objects.filter(kind="schedule.changed").order_by("pk")
    assert [event.data for event in changed] == [{"cron": "30 4 * * mon"}, {"cron": ""}]


@pytest.mark.parametrize(
    ("mode", "cron", "said"),
    [
        ("pull", "every day", "A schedule has five fields"),
        ("pull", "99 * * * *", "The schedule 99 * * * * cannot be used: bad minute."),
        ("push", "0 3 * * *", "CI plans this stack when it likes"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(stack, mode, cron, said):
    set_mode(None, stack, mode)
    before = list(Schedule.objects.values())
    with pytest.raises(Refused) as told:
        set_schedule(None, stack, cron)
    assert told.value.message.startswith(said)
    assert list(Schedule.objects.values()) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("pull", "-or-create"), "A workspace is called by letters"),
        (("pull", "", ["../../etc/passwd"]), "'../../etc/passwd' is not a path inside the repository"),
        (("sideways",), "'sideways' is not a valid Mode"),
    ],
)
def test_a_mode_that_cannot_be_is_refused(stack, given, said):
    with pytest.raises(Refused) as told:
        set_mode(None, stack, *given)
    assert told.value.message.startswith(said)
    stack.refresh_from_db()
    assert (stack.mode, stack.workspace) == ("push", "")


def test_pull_mode_is_for_tools_that_plan(stack):
    stack.tool = "cdk"
    with pytest.raises(Refused, match="Rungs cannot plan with cdk"):
        set_mode(None, stack, "pull")
