"""The history of one repository."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import Repository, User
from tests.factories import days_ago, make_assessment, make_event, make_repository, sha
from tests.pages import get


@pytest.fixture
def network(db: None) -> Repository:
    return make_repository("acme/network")


def test_it_lists_assessments_newest_first_with_their_commits(client: Client, network: Repository) -> None:
    make_assessment(network, 1, at=days_ago(9), commit=sha("old"), met=3)
    make_assessment(network, 2, at=days_ago(1), commit=sha("new"), met=9, criteria_set="beef00beef00")
    page = get(client, "/repos/acme/network/history/")
    assert page.text.index("1 d ago L2 9 of 14") < page.text.index("9 d ago L1 3 of 14")
    assert page.links[sha("new")[:7]] == f"https://github.com/acme/network/commit/{sha('new')}"
    assert "beef00b new set" in page.text


def test_it_tells_every_event_in_words(client: Client, network: Repository, lin: User) -> None:
    make_event(network, "repository.connected", actor=lin)
    make_event(network, "scan.requested", actor=lin)
    make_event(network, "scan.failed", data={"error": "the host does not answer"})
    make_event(network, "level.changed", data={"from": 2, "to": None, "head": sha("x")})
    make_event(network, "something.newer")
    text = get(client, "/repos/acme/network/history/").text
    for words in (
        "Connected by lin", "Scan asked for by lin", "Scan failed: the host does not answer",
        "L2 to no level", "something.newer",
    ):  # fmt: skip
        assert words in text


def test_older_assessments_are_one_step_away(client: Client, network: Repository) -> None:
    for day in range(52):
        make_assessment(network, 2, at=days_ago(100 - day))
    older = get(client, "/repos/acme/network/history/").links["Older"]
    page = get(client, f"/repos/acme/network/history/{older}")
    assert page.html.count("data-row") == 2


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, ""])
def test_a_made_up_place_to_start_is_harmless(client: Client, network: Repository, before: str) -> None:
    assert get(client, f"/repos/acme/network/history/?before={before}").status == 200


def test_before_the_first_scan_it_says_so(client: Client, network: Repository) -> None:
    assert "No assessment yet" in get(client, "/repos/acme/network/history/").text
