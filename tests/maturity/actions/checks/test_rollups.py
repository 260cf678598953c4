"""Daily roll-ups, made from calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity.actions.checks.rollups import keep_rolled_up, roll_up
from maturity.models import DailyRollup
from tests.factories import days_ago, make_check, make_repository, make_stack, make_team
from tests.maturity.actions.checks.making import drifts

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.now().date()


def calendar_of(packed: str, environment: str = "prod", **fields):
    repository = fields.pop("repository", None) or make_repository(f"acme/{packed}-{environment}")
    given = {"calendar": packed, "calendar_end": today(), "first_seen_at": days_ago(100)}
    return make_stack(repository, environment=environment, **{**given, **fields})


def counted(day: date | None = None, **place: str | int) -> tuple[int, ...]:
    row = DailyRollup.objects.get(day=day or today(), **place)
    return row.in_sync, row.drifted, row.failing, row.unchecked, row.checks


def test_stacks_are_counted_by_how_they_stood():
    for packed in ("o", "p", "3", "E", "2........."):
        make_check(calendar_of(packed))
    roll_up([today()])
    assert counted() == (2, 1, 1, 1, 5)


def test_teams_and_environments_are_apart():
    core, edge = make_team("core"), make_team("edge")
    calendar_of("o", "prod", repository=make_repository("a/b", team=core))
    calendar_of("1", "stage", repository=make_repository("a/c", team=edge))
    roll_up([today()])
    assert counted(team=core.pk, environment="prod") == (1, 0, 0, 0, 0)
    assert counted(team=edge.pk, environment="stage") == (0, 1, 0, 0, 0)


def test_a_stack_counts_from_its_first_day_to_its_last():
    calendar_of("oooo", first_seen_at=days_ago(2), gone_at=days_ago(1))
    roll_up([today() - timedelta(days=back) for back in (3, 2, 1, 0)])
    assert [row.day for row in DailyRollup.objects.all()] == [today() - timedelta(days=2)]


def test_counting_again_gives_the_same_rows():
    calendar_of("o1")
    days = [today() - timedelta(days=1), today()]
    assert roll_up(days) == roll_up(days) == DailyRollup.objects.count() == 2


def test_a_repository_that_changed_its_team_does_not_count_twice():
    stack = calendar_of("o")
    roll_up([today()])
    edge = stack.repository.team = make_team("edge")
    stack.repository.save()
    roll_up([today()])
    assert DailyRollup.objects.get().team == edge.pk


def test_a_new_day_counts_a_month_anew_and_a_quiet_minute_counts_nothing(checks):
    checks.next(drifts())
    assert keep_rolled_up(timezone.now()) >= 1
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert keep_rolled_up(timezone.now()) == 0
    assert len(asked) == 2


def test_a_check_brings_its_day_up_to_date(checks, stack):
    keep_rolled_up(timezone.now())
    checks.next(drifts(), at=timezone.now())
    keep_rolled_up(timezone.now())
    assert counted() == (0, 1, 0, 0, 1)


def test_without_stacks_there_is_nothing_to_count():
    assert keep_rolled_up(timezone.now()) == 0
