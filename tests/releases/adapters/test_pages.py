"""Opening a page: redirects, and where nobody is led to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from maturity.adapters import outgoing
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.outgoing import Answer
from releases.adapters.pages import Page, opened
from tests.servers_hooks import Hook, Reply, Taken, hook

NEAR = Policy(http=True, private=True)


@pytest.fixture
def server() -> Iterator[Hook]:
    with hook() as made:
        yield made


def leads(server: Hook, **ways: str) -> None:
    """What begins with the name of a way leads there, all else is a page."""

    def reply(taken: Taken) -> Reply:
        onward = ways.get(taken.path.strip("/"))
        return (302, {"Location": onward}, b"") if onward else (200, {}, b"here")

    server.reply = reply


def test_a_page_is_asked_for_without_its_fragment(server: Hook):
    assert opened(f"{server.url}/d/shop?from=now#panel-2", NEAR) == Page(200)
    assert server.taken[0].path == "/d/shop?from=now"


def test_where_redirects_end_is_told_without_the_query(server: Hook):
    leads(server, a="/b", b="/login?back=a&token=secret")
    assert opened(f"{server.url}/a", NEAR) == Page(200, f"{server.url}/login")


def test_who_leads_in_circles_is_left(server: Hook):
    leads(server, a="/a")
    with pytest.raises(AdapterError, match="leads in circles"):
        opened(f"{server.url}/a", NEAR)
    assert len(server.taken) == 5


@pytest.mark.parametrize(
    ("onward", "said"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private address"),
        ("file:///etc/passwd", "begins with https"),
        ("gopher://shop.example/", "begins with https"),
    ],
)
def test_every_redirect_is_held_against_the_policy(onward: str, said: str, monkeypatch: pytest.MonkeyPatch):
    real = outgoing.get

    def get(url: str, *given: Any, **more: Any) -> Answer:
        first = url == "https://shop.example/runbook"
        return Answer(302, "", {"location": onward}) if first else real(url, *given, **more)

    monkeypatch.setattr(outgoing, "get", get)
    with pytest.raises(AdapterError, match=said):
        opened("https://shop.example/runbook", Policy(http=True))


def test_a_page_that_never_ends_takes_no_longer_than_it_may(server: Hook):
    server.open.clear()
    with pytest.raises(AdapterError, match="did not answer"):
        opened(f"{server.url}/a", NEAR, seconds=0.2)
