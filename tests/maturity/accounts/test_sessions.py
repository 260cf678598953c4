"""Sessions: seen now and then, shown in words, and ended by whoever they belong to."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maturity.models import User
from maturity.words.devices import in_words
from tests.factories import make_user
from tests.maturity.accounts.conftest import enter
from tests.pages import get

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SESSIONS = "/settings/sessions/"


def test_they_are_listed_in_words_with_the_address(visitor: Client, mo: User) -> None:
    enter(visitor, headers={"user-agent": FIREFOX})
    enter(Client(), at="198.51.100.9")
    text = get(visitor, SESSIONS).text
    assert "Firefox on Linux this one" in text
    assert "198.51.100.9" in text


def test_the_others_end_and_this_one_goes_on(visitor: Client, mo: User) -> None:
    enter(other := Client())
    enter(visitor)
    visitor.post(SESSIONS)
    assert other.get("/inbox/").status_code == 302
    assert visitor.get("/inbox/").status_code == 200
    assert UserSession.objects.count() == 1


def test_one_can_be_ended_and_never_somebody_elses(visitor: Client, mo: User) -> None:
    eve = make_user("eve")
    enter(theirs := Client(), name="eve")
    enter(mine := Client())
    enter(visitor)
    for session in UserSession.objects.filter(user=eve):
        visitor.post(SESSIONS, {"session": session.pk})
    assert theirs.get("/inbox/").status_code == 200
    visitor.post(SESSIONS, {"session": UserSession.objects.filter(user=mo).earliest("pk").pk})
    assert mine.get("/inbox/").status_code == 302
    assert visitor.get("/inbox/").status_code == 200


def test_a_page_writes_nothing_down_and_five_minutes_do(visitor: Client, mo: User) -> None:
    enter(visitor)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        visitor.get("/inbox/")
    assert not [one for one in asked.captured_queries if one["sql"].startswith(("INSERT", "UPDATE"))]
    session: Any = visitor.session
    session["seen"] = 1
    session.save()
    before = UserSession.objects.get().last_seen_at
    visitor.get("/inbox/", REMOTE_ADDR="203.0.113.77")
    after = UserSession.objects.get()
    assert (after.ip, after.last_seen_at > before) == ("203.0.113.77", True)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("curl/8.5.0", "curl"),
        ("<script>", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_what_a_browser_says_of_itself_is_put_in_words(told: str, said: str) -> None:
    assert in_words(told) == said
