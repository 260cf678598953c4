"""The newest of a history: the same Events, whether they are met on the way back or looked up."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from maturity import access
from maturity.models import Event, Organisation, Repository, Role, Team, User
from maturity.models.events import NEWS_OF_LEADS, EventQuerySet
from tests.factories import days_ago, make_event, make_membership, make_repository, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def history() -> User:
    """A person of "core": one busy repository, four with an Event or two, and all of it at three moments."""
    core, edge = make_team("core"), make_team("edge")
    busy, *rest = (make_repository(f"a/{number}", team=core) for number in range(5))
    theirs = [make_repository("b/theirs", team=edge), make_repository("b/gone", team=core, archived=True)]
    moments = [days_ago(number) for number in range(3)]
    for number in range(40):
        moment: dict[str, Any] = {"at": moments[number % 3], "subject": str(number)}
        make_event([busy, busy, rest[number % 4], theirs[number % 2]][number % 4], "scan.requested", **moment)
        make_event(busy if number % 6 else rest[0], "drift.opened", **moment)
    for team in (core, edge):
        make_event(None, "team.member_added", team=team, at=days_ago(1), subject=team.slug)
    make_membership(make_user("ada"), core, Role.VIEWER)
    return User.objects.with_standing().get()


@pytest.mark.parametrize("open_read", [True, False])
@pytest.mark.parametrize("kinds", [{"scan.requested", "drift.opened", "team.member_added"}, {"drift.opened"}])
@pytest.mark.parametrize("most", [1, 2, 4, 5, 9, 17, 24, 100])
def test_the_newest_events_are_the_same_however_they_are_found(
    history: User, open_read: bool, kinds: set[str], most: int
):
    Organisation.objects.create(pk=1, open_read=open_read)
    user, core = User.objects.with_standing().get(), Team.objects.get(slug="core")
    everything = access.events_for(user).filter(kind__in=kinds).newest_first()

    def narrow(events: EventQuerySet) -> EventQuerySet:
        return events.filter(kind__in=kinds)

    assert list(access.newest_events(user, narrow, most)) == list(everything[:most])
    of_core = everything.filter(Q(team=core) | Q(repository__team=core))
    asked = (access.repositories_for(user).filter(team=core), [core.pk])
    assert list(access.newest_events(user, narrow, most, asked)) == list(of_core[:most])


def test_what_one_repository_has_many_of_hides_nothing_older_of_another(history: User):
    Event.objects.all().delete()
    busy, quiet = Repository.objects.filter(team__slug="core", archived=False).order_by("name")[:2]
    made = [make_event(busy, at=days_ago(number)).pk for number in range(8)]
    made += [make_event(quiet, at=days_ago(number)).pk for number in range(20, 23)]
    asked = (Repository.objects.filter(team__slug="core"), list[int]())
    for most in range(1, len(made) + 2):
        found = access.newest_events(history, lambda events: events, most, asked)
        assert [one.pk for one in found] == made[:most]


def test_whoever_asks_for_what_they_may_not_see_is_told_nothing_of_it(history: User):
    Organisation.objects.create(pk=1, open_read=False)
    user, edge = User.objects.with_standing().get(), Team.objects.get(slug="edge")
    asked = (Repository.objects.filter(team=edge), [edge.pk])
    assert list(access.newest_events(user, lambda events: events, 50, asked)) == []
    assert list(access.newest_events(AnonymousUser(), lambda events: events, 50)) == []


@pytest.mark.parametrize("open_read", [True, False])
def test_there_are_news_from_the_first_that_came_since_the_person_looked(open_read: bool):
    Organisation.objects.create(pk=1, open_read=open_read)
    core, user = make_team("core"), make_user("ada")
    make_membership(user, core, Role.VIEWER)
    mine, theirs = make_repository("a/mine", team=core), make_repository("a/theirs")
    came: list[tuple[Repository | None, dict[str, Any], bool]] = [
        (mine, {"kind": "scan.requested"}, False),
        (theirs, {"kind": "drift.opened"}, open_read),
        (mine, {"kind": "drift.opened"}, True),
        (None, {"kind": "team.repository_left", "team": core}, True),
        (None, {"kind": NEWS_OF_LEADS[0], "team": core}, False),
    ]
    for repository, given, told in came:
        event = make_event(repository, **given)
        user = User.objects.with_standing().get()
        assert User.objects.filter(access.has_news(user)).exists() is told
        User.objects.update(inbox_seen=event.pk)
    user = User.objects.with_standing().get()
    assert not User.objects.filter(access.has_news(user)).exists()
