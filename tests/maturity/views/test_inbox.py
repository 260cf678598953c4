"""What began, ended or broke, told once."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import make_event, make_repository, make_stack

pytestmark = pytest.mark.django_db


def text(client: Client, address: str = "/inbox/") -> str:
    return client.get(address).content.decode()


def test_drift_that_began_is_news_until_it_is_read(client: Client, lin: User):
    stack = make_stack(make_repository("acme/network"))
    event = make_event(stack.repository, "drift.opened", stack=stack, data={"resources": 2, "episode": 7})
    assert "Inbox: there is news" in text(client, "/repos/")
    page = text(client)
    assert "/drift/7/" in page
    assert ">new<" in page
    assert client.post("/inbox/read/", {"upto": event.pk}).status_code == 302
    assert "Inbox: there is news" not in text(client, "/repos/")
    assert ">new<" not in text(client)


def test_what_people_did_themselves_is_no_news(client: Client):
    make_event(make_repository(), "check.requested")
    assert "Nothing happened yet" in text(client)


def test_what_came_after_the_page_was_shown_stays_unread(client: Client, lin: User):
    repository = make_repository()
    shown = make_event(repository, "scan.failed", data={"error": "no such branch"})
    make_event(repository, "scan.failed", data={"error": "timed out"})
    client.post("/inbox/read/", {"upto": shown.pk})
    client.post("/inbox/read/", {"upto": shown.pk - 1})
    lin.refresh_from_db()
    assert lin.inbox_seen == shown.pk
    assert "Inbox: there is news" in text(client, "/repos/")


@pytest.mark.parametrize("upto", ["", "-1", "x", "9" * 30])
def test_nonsense_marks_nothing_as_read(client: Client, lin: User, upto: str):
    assert client.post("/inbox/read/", {"upto": upto}).status_code == 302
    lin.refresh_from_db()
    assert lin.inbox_seen == 0


def test_older_news_is_on_the_next_page(client: Client):
    repository = make_repository()
    first = make_event(repository, "scan.failed", data={"error": "the very first"})
    for _ in range(50):
        make_event(repository, "scan.failed", data={"error": "again"})
    assert "the very first" not in text(client)
    assert "the very first" in text(client, f"/inbox/?before={first.pk + 1}")


def test_a_repository_out_of_sight_tells_nothing(client: Client):
    make_event(make_repository(archived=True), "scan.failed", data={"error": "no such branch"})
    assert "Nothing happened yet" in text(client)


def test_a_stranger_has_no_inbox(outsider: Client):
    assert outsider.get("/inbox/").status_code == 302
