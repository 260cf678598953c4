"""News of releases: in the inbox of who may know, and with a link that leads to the release."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity import access, links
from maturity.models import Event, Organisation, Role, User
from releases.actions.history import tell
from tests.factories import make_event, make_member, make_membership, make_repository, make_team, make_user
from tests.pages import get
from tests.releases.factories import make_application, make_release

pytestmark = pytest.mark.django_db


def told(release, kind: str = "release.ready") -> Event:
    tell(kind, None, release, timezone.now())
    return Event.objects.latest("pk")


def test_an_event_of_a_release_leads_to_its_page(settings):
    settings.RUNGS_URL = "https://rungs.example"
    event = told(make_release(version="2.14.0"))
    assert links.event_page(event) == "https://rungs.example/releases/ai-shell/2.14.0/"


def test_a_version_is_quoted_in_the_address(settings):
    settings.RUNGS_URL = ""
    assert links.event_page(told(make_release(version='<b>"%?#'))).endswith("/ai-shell/%3Cb%3E%22%25%3F%23/")


@pytest.mark.parametrize("data", [{"application": 3}, {"application": "a/b"}, {"version": "1"}, {}])
def test_an_event_that_names_no_application_leads_to_the_inbox(data: dict[str, Any]):
    assert links.event_page(make_event(None, "release.ready", data=data)).endswith("/inbox/")


def test_the_inbox_leads_to_the_release(client: Client):
    told(make_release(version="2.14.0"))
    assert get(client, "/inbox/").links["ai-shell 2.14.0"] == "/releases/ai-shell/2.14.0/"


def test_who_is_in_the_team_is_told_also_when_the_repository_is_another_teams():
    Organisation.objects.create(pk=1, open_read=False)
    ours, theirs = make_team("ours"), make_team("theirs")
    make_member("ada", ours, Role.VIEWER)
    make_member("bob", make_team("others"), Role.VIEWER)
    repository = make_repository("acme/shared", team=theirs)
    event = told(make_release(make_application(team=ours, repository=repository)))
    ada, bob = (User.objects.with_standing().get(username=name) for name in ("ada", "bob"))
    assert [list(access.newest_news(user, 5)) for user in (ada, bob)] == [[event], []]
    assert [User.objects.filter(access.has_news(one), pk=one.pk).exists() for one in (ada, bob)] == [
        True,
        False,
    ]


def test_who_sees_an_event_in_two_ways_is_told_once():
    Organisation.objects.create(pk=1, open_read=False)
    ours, theirs = make_team("ours"), make_team("theirs")
    make_membership(make_member("ada", ours), theirs, Role.VIEWER)
    release = make_release(make_application(team=ours, repository=make_repository("a/b", team=theirs)))
    events = [told(release) for _ in range(3)]
    assert list(access.newest_news(User.objects.with_standing().get(), 3)) == events[::-1]


def test_what_only_the_organisation_concerns_is_for_administrators():
    event = told(make_release(make_application(team=None, repository=None)))
    make_user("root", is_superuser=True)
    root = User.objects.with_standing().get(username="root")
    assert list(access.newest_news(root, 5)) == [event]
