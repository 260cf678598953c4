from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.models import Schedule
from tests.factories import make_repository, make_schedule

pytestmark = pytest.mark.django_db


def test_of_two_clocks_exactly_one_claims_what_is_due():
    now = timezone.now()
    schedule = make_schedule(make_repository(), next_run_at=now)
    other = Schedule.objects.get()
    assert schedule.claim(now)
    assert not other.claim(now)


def test_missed_times_are_not_made_up_for():
    now = timezone.now()
    schedule = make_schedule(make_repository(), hours=24, next_run_at=now - timedelta(days=10, hours=1))
    schedule.claim(now)
    assert Schedule.objects.get().next_run_at == now + timedelta(hours=23)


def test_what_is_switched_off_or_not_due_is_left_alone():
    now = timezone.now()
    make_schedule(make_repository("a/off"), next_run_at=now, enabled=False)
    make_schedule(make_repository("a/later"), next_run_at=now + timedelta(seconds=1))
    due = make_schedule(make_repository("a/due"), next_run_at=now)
    assert list(Schedule.objects.due(now)) == [due]


def test_a_schedule_that_was_switched_off_meanwhile_is_not_claimed():
    now = timezone.now()
    schedule = make_schedule(make_repository(), next_run_at=now)
    Schedule.objects.update(enabled=False)
    assert not schedule.claim(now)


def test_a_cron_expression_decides_when_there_is_one():
    now = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    schedule = make_schedule(make_repository(), cron="17 3 * * *", next_run_at=now - timedelta(days=3))
    assert schedule.claim(now)
    assert Schedule.objects.get().next_run_at == now + timedelta(hours=15, minutes=17)
