"""The part of a stack's page about its state, as a template alone and on the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maturity.models import Event, Stack, StateLock, StateVersion
from maturity.views._state import VERSIONS, state_context
from maturity.words.events import said
from tests.factories import make_connection, make_repository, make_schedule, make_stack
from tests.pages import Page, get

pytestmark = pytest.mark.django_db
NOW = timezone.now()


class Rendered:
    status_code = 200

    def __init__(self, text: str) -> None:
        self.content = text.encode()


def text(stack: Stack) -> str:
    page = render_to_string(
        "maturity/_state.html", {"stack": stack, **state_context(stack, NOW, timedelta(hours=1))}
    )
    return Page(Rendered(page)).text


@pytest.fixture
def stack() -> Stack:
    return make_stack(
        make_repository(), connection=make_connection(), state_place="s3://acme/net", state_checked_at=NOW
    )


def version(stack: Stack, serial: int | None = 7, name: str = "", **fields: Any) -> StateVersion:
    given = {"version": name or f"v{serial}", "at": NOW - timedelta(hours=2), "terraform_version": "1.11.4"}
    return StateVersion.objects.create(stack=stack, serial=serial, **{**given, **fields})


def test_versions_say_serial_writer_and_whether_ci_wrote_them(stack: Stack) -> None:
    version(stack, 7, who="runner@fv-az1", by_ci=True)
    version(stack, 6, who="lin@laptop", by_ci=False)
    version(stack, None, name="odd")
    found = text(stack)
    assert "Serial 7 CI 2 h ago runner@fv-az1 · 1.11.4" in found
    assert "Serial 6 by hand 2 h ago lin@laptop" in found
    assert "Version 2 h ago writer unknown" in found


def test_a_held_lock_says_since_when_and_by_whom(stack: Stack) -> None:
    assert "Lock free" in text(stack)
    StateLock.objects.create(
        stack=stack, lock_id="0c8e", who="lin@laptop", operation="apply", since=NOW - timedelta(hours=3),
        first_seen_at=NOW, last_seen_at=NOW,
    )  # fmt: skip
    assert "held for 3 h by lin@laptop · apply 0c8e" in text(stack)


def test_no_lock_at_all_is_flagged(stack: Stack) -> None:
    stack.locking = False
    assert "no lock: two applies at once can ruin the state" in text(stack)


def test_a_bucket_without_versions_is_flagged(stack: Stack) -> None:
    version(stack, name="null 9f2c")
    assert "Versions are not kept" in text(stack)


def test_the_share_of_ci_and_what_went_wrong_are_shown(stack: Stack) -> None:
    stack.applied_by_ci, stack.state_error = 67, "reading the lock: AccessDenied."
    found = text(stack)
    assert "67 % of the changes of 90 days" in found
    assert "reading the lock: AccessDenied." in found
    assert "Lock unknown" in found


def test_a_stack_without_a_connection_says_what_one_would_show() -> None:
    found = text(make_stack(make_repository()))
    assert "The files do not say where." in found
    assert "not looked at yet" in found
    assert "With an AWS connection" in found


def test_many_versions_make_no_more_queries(stack: Stack) -> None:
    for serial in range(VERSIONS + 5):
        version(stack, serial)
    with CaptureQueriesContext(connection) as made:
        found = text(stack)
    assert len(made) == 2
    assert found.count("Serial") == VERSIONS


def test_the_stack_page_shows_it_and_takes_a_place(client: Client, stack: Stack) -> None:
    version(stack, 7, who="lin@laptop", by_ci=False)
    assert "Serial 7 by hand" in get(client, f"/stacks/{stack.pk}/").text
    typed = {"place": "s3://acme/env:/stage/net", "lock_table": "locks", "region": "eu-west-1"}
    response = client.post(f"/stacks/{stack.pk}/state/", typed)
    assert response.headers["Location"] == f"/stacks/{stack.pk}/"
    stack.refresh_from_db()
    assert (str(stack.state_object), stack.lock_table, stack.state_given) == (typed["place"], "locks", True)
    assert "lin said where the state lies: s3://acme/env:/stage/net" in str(said(Event.objects.get()).word)


@pytest.mark.parametrize("place", ["acme/net", "s3://acme/" + "x" * 700, '"><script>alert(1)</script>'])
def test_a_place_that_is_none_is_refused_with_what_was_typed(
    client: Client, stack: Stack, place: str
) -> None:
    response = client.post(f"/stacks/{stack.pk}/state/", {"place": place})
    page = Page(response)
    assert response.status_code == 422
    assert 'role="alert"' in page.html
    assert "<script>alert" not in page.html
    stack.refresh_from_db()
    assert stack.state_place == "s3://acme/net"


def test_the_next_scan_of_a_repository_is_not_the_next_look_at_its_states(
    client: Client, stack: Stack
) -> None:
    make_schedule(stack.repository, kind="state")
    assert client.get("/repos/acme/network/").context["schedule"] is None
    scan = make_schedule(stack.repository)
    assert client.get("/repos/acme/network/").context["schedule"] == scan
