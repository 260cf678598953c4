"""Search over repositories and stacks."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from maturity.models import Organisation, Repository, Stack
from tests.factories import (
    days_ago,
    make_pull_request,
    make_repository,
    make_scanned,
    make_stack,
    make_team,
    make_user,
)
from tests.pages import fragment, get


@pytest.fixture(autouse=True)
def _rows(db: None) -> None:
    network = make_scanned("acme/network", 3)
    make_stack(network, "live/prod/database")
    make_stack(network, "live/old/database", gone_at=days_ago(1))
    make_stack(make_repository("acme/hidden", archived=True), "hidden/database")


def test_a_piece_of_a_name_finds_the_repository(client: Client) -> None:
    assert fragment(client, "/find/?q=NETW", "hits").links == {"acme/network L3": "/repos/acme/network/"}


def test_a_stack_leads_to_its_page(client: Client) -> None:
    stack = Stack.objects.get(directory="live/prod/database")
    links = fragment(client, "/find/?q=prod+data", "hits").links
    assert links == {"live/prod/database acme/network": f"/stacks/{stack.pk}/"}


@pytest.mark.parametrize("q", ["vpc", "%23214", "214"])
def test_an_open_pull_request_leads_to_its_host(client: Client, q: str) -> None:
    network = Repository.objects.get(name="acme/network")
    pull = make_pull_request(network, 214, title="Split the VPC")
    make_pull_request(network, 213, title="An older VPC 214", state="merged")
    assert fragment(client, f"/find/?q={q}", "hits").links == {"Split the VPC acme/network#214": pull.url}


def test_an_address_no_browser_may_follow_is_not_linked(client: Client) -> None:
    make_pull_request(Repository.objects.get(name="acme/network"), 9, title="evil", url="javascript:alert(1)")
    assert fragment(client, "/find/?q=evil", "hits").links == {"evil acme/network#9": "/plans/"}


def test_a_team_leads_to_its_page_and_a_person_to_their_drift(client: Client) -> None:
    make_team("Payments & Co", slug="pay")
    make_user("priya", first_name="Priya", last_name="Nair")
    make_user("gone", first_name="Priya", is_active=False)
    assert fragment(client, "/find/?q=paym", "hits").links == {"Payments & Co team": "/teams/pay/"}
    assert fragment(client, "/find/?q=nair+pri", "hits").links == {"Priya Nair priya": "/drift/?owner=priya"}


def test_only_what_the_person_may_see_is_found(outsider: Client) -> None:
    Organisation.objects.create(pk=1, open_read=False)
    make_team("Network")
    make_pull_request(Repository.objects.get(name="acme/network"), 3, title="network")
    outsider.force_login(make_user("vera-of-elsewhere"))
    make_user("network-admin")
    assert fragment(outsider, "/find/?q=network", "hits").links == {}
    assert list(fragment(outsider, "/find/?q=vera", "hits").links) == ["vera-of-elsewhere vera-of-elsewhere"]


def test_a_hostile_name_is_found_as_text(client: Client) -> None:
    make_stack(Repository.objects.get(name="acme/network"), "x<img src=x onerror=alert(1)>")
    page = fragment(client, "/find/?q=onerror", "hits")
    assert "<img" not in page.html
    assert next(iter(page.links)).startswith("x<img src=x onerror=alert(1)>")


def test_the_list_is_one_of_options_and_the_page_one_of_links(client: Client) -> None:
    assert 'role="option" id="hit-1" aria-selected="false"' in fragment(client, "/find/?q=net", "hits").html
    assert 'role="option"' not in get(client, "/find/?q=net").html


def test_how_much_was_found_is_said_aloud(client: Client) -> None:
    response = client.get("/find/?q=net", headers={"HX-Request": "true", "HX-Target": "hits"})
    assert json.loads(response.headers["HX-Trigger"]) == {"say": {"value": "1 hit"}}


def test_nothing_found_is_said(client: Client) -> None:
    assert "Nothing found for “zzz”" in fragment(client, "/find/?q=zzz", "hits").text


@pytest.mark.parametrize("q", ["", "%20", "%00"])
def test_no_question_has_no_answer(client: Client, q: str) -> None:
    assert fragment(client, f"/find/?q={q}", "hits").text == ""


def test_without_a_script_it_is_a_page_of_its_own(client: Client) -> None:
    page = get(client, "/find/?q=network")
    assert "Search" in page.text
    assert page.links["acme/network L3"] == "/repos/acme/network/"
