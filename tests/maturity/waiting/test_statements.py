"""The query that counts what waits is worded once a person, and asks what it would ask when worded anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from maturity import waiting
from maturity.models import DriftEpisode, Membership, Organisation, Role, Stack, Team, User
from maturity.waiting import _statements
from maturity.waiting._statements import Moves, statement
from tests.factories import days_ago, make_episode, make_user
from tests.maturity.waiting.conftest import fresh, member, waits_for


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_statements, "_known", {})


def worded(made: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    sql, given = made.query.get_compiler(using="default").as_sql()
    return sql, list(given)


@pytest.mark.parametrize("hours", [0, 1, 23, 24 * 40])
@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER, Role.ADMIN])
@pytest.mark.parametrize("open_read", [True, False])
def test_at_any_moment_it_is_the_query_that_would_be_worded_anew(
    team: Team, role: int, open_read: bool, hours: int
) -> None:
    Organisation.objects.update_or_create(pk=1, defaults={"open_read": open_read})
    user, now = fresh(member(team, role)), timezone.now()
    later = now + timedelta(hours=hours, seconds=hours)
    kept = statement("counts", lambda at: waiting._counting(user, at, None), now)
    assert kept is not None
    given = [one.at(later) if isinstance(one, Moves) else one for one in kept.given]
    assert (kept.sql, given) == worded(waiting._counting(user, later, None))


def test_what_follows_the_clock_in_another_way_is_worded_each_time(db: None) -> None:
    def made(now: Any) -> QuerySet[Any, Any]:
        return DriftEpisode.objects.filter(resources=int(now.timestamp()))

    assert statement("odd", made, timezone.now()) is None


def test_rows_are_asked_for_each_time(engineer: User, stack: Stack) -> None:
    assert waits_for(engineer) == []
    make_episode(stack, first_seen_at=days_ago(2))
    assert len(waits_for(engineer)) == 1


def test_who_loses_a_role_is_asked_for_with_the_roles_that_are_left(engineer: User, stack: Stack) -> None:
    make_episode(stack, first_seen_at=days_ago(2))
    assert len(waits_for(engineer)) == 1
    Membership.objects.filter(user=engineer).update(role=Role.VIEWER)
    assert waits_for(engineer) == []


def test_two_people_never_share_words(team: Team) -> None:
    for user in (member(team, Role.LEAD), make_user("nobody"), make_user("root", is_superuser=True)):
        waiting.Waiting(fresh(user), timezone.now()).standing()
    assert len(_statements._known) == 3


def test_no_more_are_kept_than_so_many(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_statements, "MOST", 2)
    for number in range(5):
        statement(number, lambda now: DriftEpisode.objects.filter(first_seen_at__lt=now), timezone.now())
    assert 1 <= len(_statements._known) <= 2


def test_a_time_in_a_query_is_found_on_this_database(db: None) -> None:
    now = timezone.now()
    kept = statement(
        "due", lambda at: DriftEpisode.objects.filter(first_seen_at__lt=at - timedelta(days=3)), now
    )
    assert kept is not None
    (moves,) = (one for one in kept.given if isinstance(one, Moves))
    assert moves == Moves(timedelta(days=-3), whole_day=False)
