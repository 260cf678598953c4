"""The list and its filters."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.factories import days_ago, make_repository, make_scanned, make_team
from tests.pages import Page, fragment, get


def names(page: Page) -> list[str]:
    return sorted(text for text in page.links if "/" in text)


@pytest.fixture
def five(db: None) -> None:
    make_scanned("acme/network", 1, team=make_team("Platform"))
    make_scanned("acme/payments", 3, previous_level=4)
    make_scanned("acme/modules", None, kind="module-library")
    make_scanned(
        "acme/old", 5, last_scanned_at=days_ago(9), scan_error="no answer", scan_error_at=days_ago(1)
    )
    make_repository("acme/new")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=NET", ["acme/network"]),
        ("q=plat+net", ["acme/network"]),
        ("below=3", ["acme/network"]),
        ("level=3", ["acme/payments"]),
        ("kind=module-library", ["acme/modules"]),
        ("state=failed", ["acme/old"]),
        ("state=stale", ["acme/old"]),
        ("state=never", ["acme/new"]),
        ("state=dropped", ["acme/payments"]),
        ("below=5&q=pay", ["acme/payments"]),
    ],
)
def test_a_filter_leaves_what_it_names_without_any_script(
    client: Client, five: None, query: str, expected: list[str]
) -> None:
    assert names(get(client, f"/repos/?{query}")) == expected


@pytest.mark.parametrize(
    "query", ["below=9", "below=x", "kind=car", "state=%00", "level=-1", "page=-3", "page=x", "q="]
)
def test_nonsense_filters_nothing(client: Client, five: None, query: str) -> None:
    assert len(names(get(client, f"/repos/?{query}"))) == 5


def test_the_chosen_filters_stay_chosen(client: Client, five: None) -> None:
    html = get(client, "/repos/?q=net&below=3&state=never").html
    assert 'value="net"' in html
    assert '<option value="3" selected>' in html
    assert '<option value="never" selected>' in html


def test_a_script_gets_the_table_only_with_an_address_to_share(client: Client, five: None) -> None:
    headers = {"HX-Request": "true", "HX-Target": "repos"}
    response = client.get("/repos/?q=net&below=&kind=&state=", headers=headers)
    assert response.headers["HX-Push-Url"] == "/repos/?q=net"
    assert json.loads(response.headers["HX-Trigger"]) == {"say": {"value": "1 repository"}}
    assert names(Page(response)) == ["acme/network"]
    assert b"<html" not in response.content


def test_caches_keep_page_and_part_apart(client: Client, five: None) -> None:
    assert {"HX-Request", "HX-Target"} <= set(client.get("/repos/").headers["Vary"].split(", "))


def test_going_back_in_the_browser_gets_the_whole_page(client: Client, five: None) -> None:
    headers = {"HX-Request": "true", "HX-Target": "repos", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get("/repos/?q=net", headers=headers).content


def test_no_match_names_the_filters_and_offers_to_clear_them(client: Client, five: None) -> None:
    page = get(client, "/repos/?q=zzz&below=2")
    assert "No repository matches" in page.text
    assert "Name contains “zzz” · Below L2" in page.text
    assert page.links["Clear filters"] == "/repos/"


def test_without_any_repository_there_is_nothing_to_filter(client: Client) -> None:
    assert "No repository yet" in get(client, "/repos/").text


def test_pages_have_fifty_rows_and_lead_to_each_other(client: Client) -> None:
    for number in range(101):
        make_scanned(f"acme/{number:03}", 2)
    second = get(client, "/repos/?page=2&below=3")
    assert len(names(second)) == 50
    assert second.links["Show more"] == "/repos/?below=3&page=3"
    assert second.links["Previous page"] == "/repos/?below=3&page=1"


def test_the_first_of_further_rows_takes_the_focus(client: Client) -> None:
    for number in range(52):
        make_scanned(f"acme/{number:02}", 2)
    assert fragment(client, "/repos/?page=2", "more").html.count("data-focus") == 1


def test_a_repository_without_a_level_says_so(client: Client, five: None) -> None:
    text = get(client, "/repos/?kind=module-library").text
    assert "no level" in text
    assert "The ladder does not apply" in text


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/repos/").status_code == 405
