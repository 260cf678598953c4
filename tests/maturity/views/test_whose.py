"""Whose things the front page shows: everybody's, those of one's own teams, or of one team."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maturity.models import Organisation, Role, Team, User
from tests.factories import days_ago, make_episode, make_membership, make_scanned, make_stack, make_team
from tests.pages import Page, get
from tests.plan_rows import item


@pytest.fixture(autouse=True)
def teams(db: None) -> dict[str, Team]:
    """Each team has a repository with drift; lin is in the first two."""
    found = {}
    for name, level in (("Network", 1), ("Payments", 2), ("Data", 3)):
        team = found[name] = make_team(name)
        stack = make_stack(make_scanned(f"acme/{name.lower()}", level, team=team), checked_at=days_ago(0))
        make_episode(stack, items=[item(f"aws_vpc.{name}", "cidr")])
    return found


@pytest.fixture
def member(client: Client, lin: User, teams: dict[str, Team]) -> Client:
    lin.is_superuser = False
    lin.save()
    for name in ("Network", "Payments"):
        make_membership(lin, teams[name], Role.ENGINEER)
    return client


def shown(page: Page) -> set[str]:
    return {text for text in page.links if text.startswith("acme/") and " " not in text}


def test_without_a_team_there_is_nothing_to_switch(client: Client) -> None:
    page = get(client, "/")
    assert "My teams" not in page.text
    assert shown(page) == {"acme/network", "acme/payments", "acme/data"}


def test_everything_is_shown_until_one_asks_for_less(member: Client) -> None:
    page = get(member, "/")
    assert (page.links["All"], page.links["My teams"]) == ("?", "?mine=1")
    assert (page.links["Network"], page.links["Payments"]) == ("?team=network", "?team=payments")
    assert page.links["3 repositories"] == "/repos/"


@pytest.mark.parametrize(
    ("query", "names"),
    [("mine=1", {"network", "payments"}), ("team=network", {"network"}), ("team=data", {"data"})],
)
def test_every_number_and_list_follows(member: Client, query: str, names: set[str]) -> None:
    page = get(member, f"/?{query}")
    assert shown(page) == {f"acme/{name}" for name in names}
    assert page.links[f"{len(names)} repositories"] == f"/repos/?{query}"
    for name in ("network", "payments", "data"):
        assert (f"aws_vpc.{name.title()}" in page.text) == (name in names)
    waiting = len(names & {"network", "payments"})
    assert f"Waiting for you {waiting}" in page.text
    assert page.links["Overview 2 waiting for you"] == "/"


def test_the_list_behind_each_number_is_as_narrow(member: Client) -> None:
    page = get(member, "/?mine=1")
    assert shown(get(member, page.links["2 below L3"])) == {"acme/network", "acme/payments"}
    assert shown(get(member, page.links["L1 1"])) == {"acme/network"}
    drift = get(member, page.links["All drift"])
    assert "aws_vpc.Data" not in drift.text
    assert "Only: my teams" in drift.text


def test_the_whole_list_of_what_waits_is_as_narrow(member: Client) -> None:
    assert get(member, "/waiting/?team=network").html.count("Decide: acme/network") == 1
    assert "Decide: acme/payments" not in get(member, "/waiting/?team=network").html
    assert "Nothing waits for you." in get(member, "/waiting/?team=data").text


def test_a_team_nobody_knows_has_nothing(member: Client) -> None:
    page = get(member, "/?team=<b>nobody")
    assert shown(page) == set()
    assert "<b>nobody" not in page.html
    assert "Waiting for you 0" in page.text


@pytest.mark.parametrize("query", ["mine=2", "mine=", "team=%00", "team=" + "x" * 101])
def test_what_is_no_choice_filters_nothing(member: Client, query: str) -> None:
    assert len(shown(get(member, f"/?{query}"))) == 3


def test_a_team_one_may_not_see_is_not_named(member: Client) -> None:
    Organisation.objects.create(pk=1, open_read=False)
    page = get(member, "/?team=data")
    assert "Data" not in page.text
    assert shown(page) == set()


def test_a_team_without_a_repository_has_an_empty_page(member: Client) -> None:
    make_team("New")
    page = get(member, "/?team=new")
    assert "No repository matches" in page.text
    assert "Team new" in page.text


def test_drift_of_one_person_alone_can_be_asked_for(
    member: Client, lin: User, teams: dict[str, Team]
) -> None:
    stack = teams["Network"].repositories.get().stacks.get()
    stack.episodes.update(owner=lin)
    page = get(member, "/drift/?owner=lin")
    assert "aws_vpc.Network" in page.text
    assert "aws_vpc.Payments" not in page.text
    assert "Only: assigned to lin" in page.text


def test_asking_for_a_team_costs_no_query(member: Client) -> None:
    counts = set()
    for query in ("", "?team=network", "?team=data", "?mine=1"):
        with CaptureQueriesContext(connection) as made:
            get(member, f"/{query}")
        counts.add(len(made))
    assert max(counts) <= 12
