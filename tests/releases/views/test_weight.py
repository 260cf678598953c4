"""What the page of a release costs: few queries, whatever hangs on it."""

from __future__ import annotations

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releases.actions.history import tell
from releases.core.checklist import Approval, Checklist, Item, Kind
from releases.core.state import State
from releases.models import Release
from tests.factories import make_plan, make_repository, make_stack, make_user
from tests.releases.factories import make_application, make_check, make_release, make_signoff

pytestmark = pytest.mark.django_db
MOST = 12


def big(name: str, items: int, people: int, events: int) -> str:
    """The address of its page."""
    asked = tuple(
        Item(key=f"a.item{number}", title=f"Item {number}", kind=list(Kind)[number % 3])
        for number in range(items)
    )
    given = Checklist(items=asked, approvals=(Approval("approver", 2),))
    repository = make_repository(f"acme/{name}")
    application = make_application(name, repository=repository)
    release = make_release(application, "1.0", given, state="in_review")
    for item in asked:
        if item.kind != Kind.MANUAL:
            make_check(release, item.key, "failed", evidence=[{"text": "run", "url": "https://ci.example/1"}])
    for number in range(people):
        person = make_user(f"{name}-{number}")
        make_signoff(release, person)
        make_signoff(release, person, f"a.item{number * 3 + 1}")
        release.plans.add(make_plan(make_stack(repository, f"live/{number}")))
        tell("release.ready", person, release, timezone.now())
    for _ in range(events):
        tell("release.ready", None, release, timezone.now())
    return f"/releases/{name}/1.0/"


def queries(client: Client, address: str) -> int:
    client.get(address)  # some things are asked of a database once in the life of a process
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


@pytest.mark.parametrize("part", ["", "items/a.item0/", "?events=all"])
def test_a_release_with_much_on_it_makes_no_more_queries_than_a_small_one(client: Client, part: str):
    few = queries(client, big("few", 4, 1, 1) + part)
    assert few <= MOST
    assert queries(client, big("many", 40, 6, 200) + part) == few


@pytest.mark.parametrize("state", list(State))
def test_its_page_makes_few_queries_in_every_state(client: Client, state: State):
    address = big("few", 4, 1, 1)
    Release.objects.update(state=state, step=10, completed_at=timezone.now())
    assert queries(client, address) <= MOST


def test_a_release_with_much_on_it_is_a_small_page(client: Client):
    body = client.get(big("many", 40, 6, 200)).content
    assert len(gzip.compress(body, 6)) <= 24 * 1024
