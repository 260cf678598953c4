"""Every address, asked by everybody, for what is their team's and what is another's, reading open or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve

from maturity.models import Organisation
from tests.maturity.views.walk.rules import LOGIN, OK, Answer, Row, Who, never, not_machine
from tests.maturity.views.walk.table import OTHERS, TABLE
from tests.maturity.views.walk.world import OTHER, OWN, PEOPLE, World
from tests.test_architecture import routes

REFUSALS = (401, 403, 404, 405)


def test_every_address_has_a_row_that_says_who_may_open_it():
    known = {route for route, _view in routes(get_resolver()) if not route.startswith(OTHERS)}
    assert known - set(TABLE) == set(), "say in walk/table.py who may GET and POST it"
    assert set(TABLE) - known == set(), "these addresses are gone"


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page looks like is tested elsewhere: here only whether it is opened."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args: "")


def answer(client: Client, method: str, address: str, sent: dict[str, str]) -> Answer:
    """In short. What was changed is undone."""
    with transaction.atomic():
        response: Any = client.post(address, sent) if method == "post" else client.get(address)
        transaction.set_rollback(True)
    if response.status_code in REFUSALS:
        return int(response.status_code)
    if response.status_code >= 500:
        return f"broken: {response.status_code}"
    to_login = response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/")
    return LOGIN if to_login else OK


def expected(row: Row, method: str, name: str, team: str, open_read: bool) -> Answer:
    who = PEOPLE[name]
    seen = who if team == OWN else Who(None, who.anywhere, who.signed_in, who.root)
    return (row.post if method == "post" else row.get)(seen, open_read)


def asking(row: Row, method: str, open_read: bool) -> Iterator[tuple[str, str]]:
    """Everybody, about both teams; what a method never does, it is enough to ask once."""
    if (row.post if method == "post" else row.get) not in (never, not_machine):
        named = any("{" in text for text in (row.address, *row.sent.values()))
        yield from product(PEOPLE, (OWN, OTHER) if named else (OWN,))
    elif open_read:
        yield from (("stranger", OWN), ("root", OWN))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", TABLE)
def test_each_person_gets_the_answer_that_is_theirs(
    world: World, blank: None, route: str, method: str
) -> None:
    row, wrong = TABLE[route], {}
    for open_read in (True, False):
        Organisation.objects.update_or_create(pk=1, defaults={"open_read": open_read})
        for name, team in asking(row, method, open_read):
            things = world.things[team]
            sent = {key: value.format(**things) for key, value in row.sent.items()}
            got = answer(world.clients[name], method, row.address.format(**things), sent)
            wanted = expected(row, method, name, team, open_read)
            if got != wanted:
                wrong[name, team, "open" if open_read else "closed"] = f"{got}, not {wanted}"
    assert wrong == {}


@pytest.mark.parametrize("route", TABLE)
def test_each_row_is_an_example_of_its_address(world: World, route: str) -> None:
    found = resolve(TABLE[route].address.format(**world.things[OWN]).partition("?")[0])
    assert found.route == route


ACCOUNT = [
    (route, view)
    for route, view in routes(get_resolver())
    if route.startswith(OTHERS) and getattr(view, "policy", "") == "login" and "<" not in route
]


@pytest.mark.parametrize(("route", "view"), ACCOUNT, ids=[route for route, _view in ACCOUNT])
def test_a_person_s_own_account_is_for_who_signed_in(world: World, route: str, view: object) -> None:
    for method in ("get", "post"):
        assert answer(world.clients["stranger"], method, f"/{route}", {}) in (LOGIN, 405)
