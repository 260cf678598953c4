"""The history of everything: who may read what of it, and how it is narrowed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from maturity import access
from maturity.models import Event, Organisation, Role, Team, User
from tests.factories import (
    days_ago,
    make_event,
    make_membership,
    make_repository,
    make_stack,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = "/activity/"
SORTED = {"sqlite": "TEMP B-TREE", "postgresql": "Sort"}


def text(client: Client, query: str = "") -> str:
    return client.get(f"{PAGE}?{query}").content.decode()


@pytest.fixture
def history(lin: User) -> dict[str, Event]:
    """Of two teams, of one repository each, and of the organisation."""
    core, other = make_team("Core"), make_team("Other")
    network, payments = make_repository("acme/network", team=core), make_repository("acme/pay", team=other)
    stack = make_stack(network)
    return {
        "drift": make_event(network, "drift.opened", stack=stack, data={"resources": 2}, at=days_ago(2)),
        "token": make_event(network, "token.created", actor=lin, data={"name": "ci"}, at=days_ago(3)),
        "scan": make_event(payments, "scan.failed", data={"error": "no route"}, at=days_ago(40)),
        "team": make_event(None, "connection.added", team=core, subject="acme prod", at=days_ago(4)),
        "other": make_event(None, "connection.added", team=other, subject="theirs", at=days_ago(5)),
        "all": make_event(None, "settings.changed", actor=lin, data={"field": "name"}, at=days_ago(6)),
        "gone": make_event(None, "level.changed", subject="acme/gone", data={"from": 3}, at=days_ago(7)),
    }  # fmt: skip


def seen_by(user: User, history: dict[str, Event]) -> set[str]:
    seen = set(access.events_for(User.objects.with_standing().get(pk=user.pk)).values_list("pk", flat=True))
    return {name for name, event in history.items() if event.pk in seen}


def test_administrators_read_all_of_it(lin: User, history: dict[str, Event]):
    assert seen_by(lin, history) == set(history)


def test_others_read_of_repositories_they_may_see_and_of_their_own_teams(history: dict[str, Event]):
    ada = make_user("ada")
    assert seen_by(ada, history) == {"drift", "token", "scan"}
    make_membership(ada, Team.objects.get(name="Core"), Role.VIEWER)
    assert seen_by(ada, history) == {"drift", "token", "scan", "team"}


def test_where_reading_is_closed_only_their_own_teams_remain(history: dict[str, Event]):
    Organisation.objects.create(pk=1, open_read=False)
    ada = make_user("ada")
    assert seen_by(ada, history) == set()
    make_membership(ada, Team.objects.get(name="Core"), Role.VIEWER)
    assert seen_by(ada, history) == {"drift", "token", "team"}
    assert list(access.events_for(AnonymousUser())) == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=drift", {"drift"}),
        ("kind=settings", {"all"}),
        ("who=LIN", {"token", "all"}),
        ("who=nobody-like-that", set()),
        ("team=core", {"drift", "token", "team"}),
        ("repository=acme/pay", {"scan"}),
        ("repository=acme/none", set()),
        ("days=7&team=core&kind=tokens", {"token"}),
        ("days=soon&kind=%00&team=%27--", set()),
    ],
)
def test_filters_leave_what_was_asked_for(
    client: Client, history: dict[str, Event], query: str, shown: set[str]
):
    page = client.get(f"{PAGE}?{query}")
    rows = {event.pk for _day, events in page.context["days"] for event in events}
    assert {name for name, event in history.items() if event.pk in rows} == shown


def test_an_event_is_told_in_words_under_its_day_with_a_link_to_its_thing(
    client: Client, history: dict[str, Event]
):
    page = text(client)
    assert "Drift: 2 resources changed" in page
    assert f"/stacks/{history['drift'].stack_id}/" in page
    assert f">{days_ago(2):%Y-%m-%d}</h2>" in page
    assert "acme/gone" in page


def test_neither_a_team_twice_nor_the_key_of_a_setting_stands_under_an_event(client: Client, lin: User):
    make_event(None, "team.created", team=make_team("Core"), actor=lin, subject="Core")
    make_event(None, "settings.changed", actor=lin, subject="open_read", data={"field": "open_read"})
    page = text(client)
    assert "Core · Core" not in page
    assert "open_read" not in page


def test_older_events_follow_by_key_and_nothing_is_shown_twice_or_left_out(client: Client):
    repository, moment = make_repository("acme/network"), days_ago(1)
    made = [make_event(repository, "scan.failed", at=moment).pk for _ in range(120)]
    met: list[int] = []
    query = ""
    for _ in range(3):
        page = client.get(f"{PAGE}?{query}")
        met += [event.pk for _day, events in page.context["days"] for event in events]
        query = page.context["following"]
    assert met == sorted(made, reverse=True)
    assert query == ""


def test_nothing_that_matches_says_what_was_asked_for(client: Client, history: dict[str, Event]):
    page = text(client, "who=mallory&kind=drift")
    assert "No event matches" in page
    assert "by mallory, Drift" in page


def test_a_filter_fetches_the_list_alone(client: Client, history: dict[str, Event]):
    part = client.get(f"{PAGE}?kind=drift", headers={"HX-Request": "true", "HX-Target": "events"})
    assert part.content.decode().startswith('<div id="events">')


@pytest.fixture
def planned_as_if_full(db: None) -> None:
    """PostgreSQL plans by what a table holds, and a test's holds nothing worth an index."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")


def test_the_history_is_read_along_an_index_and_never_sorted(lin: User, planned_as_if_full: None):
    Organisation.objects.create(pk=1, open_read=False)
    make_membership(make_user("ada"), make_team("Core"), Role.LEAD)
    for user in User.objects.with_standing():
        found = access.events_for(user).filter(kind__in=["drift.opened", "drift.grew"]).newest_first()[:50]
        assert "event_activity" in found.explain()
        assert SORTED[connection.vendor] not in found.explain()
