"""Filters that people keep for themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maturity.models import SavedFilter, User
from maturity.views._saved import LISTS, address, canonical
from tests.factories import make_scanned, make_user
from tests.pages import Page, fragment, get

GIVEN = {"page": "maturity:repositories", "name": "Low ones", "query": "below=3"}


def keep(user: User, **fields: str) -> SavedFilter:
    return SavedFilter.objects.create(user=user, created_at=timezone.now(), **{**GIVEN, **fields})


@pytest.fixture(autouse=True)
def _two(db: None) -> None:
    make_scanned("acme/low", 1)
    make_scanned("acme/high", 4)


@pytest.mark.parametrize(
    ("page", "query", "place"),
    [
        ("maturity:repositories", "below=3", "/repos/?below=3"),
        ("maturity:drift", "since=yesterday&q=prod", "/drift/?since=yesterday&q=prod"),
        ("maturity:plans", "state=errored", "/plans/?state=errored"),
    ],
)
def test_what_a_list_shows_is_saved_and_stands_above_it(
    client: Client, page: str, query: str, place: str
) -> None:
    saved = client.post("/saved/", {"page": page, "name": "Mine", "query": query})
    assert saved.status_code == 302
    assert get(client, saved.headers["Location"]).links["Mine"] == saved.headers["Location"]
    one = SavedFilter.objects.get()
    assert (one.page, one.name) == (page, "Mine")
    assert set(one.query.split("&")) == set(place.partition("?")[2].split("&"))


def test_a_filter_offers_to_be_saved_and_a_saved_one_does_not(client: Client, lin: User) -> None:
    assert 'name="query" value="below=3"' in get(client, "/repos/?below=3").html
    assert "Save filter" not in get(client, "/repos/").text
    keep(lin)
    page = get(client, "/repos/?below=3")
    assert "Save filter" not in page.text
    assert 'href="/repos/?below=3" aria-current="true">Low ones' in page.html


def test_the_table_that_a_script_asks_for_offers_the_filter_it_shows(client: Client) -> None:
    assert 'value="q=low"' in fragment(client, "/repos/?q=low", "repos").html


def test_the_same_name_takes_its_own_place(client: Client, lin: User) -> None:
    client.post("/saved/", GIVEN)
    client.post("/saved/", {**GIVEN, "query": "below=2"})
    assert [one.query for one in SavedFilter.objects.all()] == ["below=2"]


def test_it_can_be_renamed_and_removed(client: Client, lin: User) -> None:
    one, other = keep(lin), keep(lin, name="Other")
    assert get(client, "/settings/me/").links["Low ones"] == "/repos/?below=3"
    client.post(f"/saved/{one.pk}/rename/", {"name": "The low"})
    told = client.post(f"/saved/{other.pk}/rename/", {"name": "The low"}, follow=True)
    assert "Another filter of this list has that name. Nothing was saved." in Page(told).text
    client.post(f"/saved/{other.pk}/remove/")
    assert [row.name for row in SavedFilter.objects.all()] == ["The low"]


@pytest.mark.parametrize("action", ["rename", "remove"])
def test_of_somebody_else_nobody_learns_that_it_exists(client: Client, action: str) -> None:
    theirs = keep(make_user("priya"))
    assert client.post(f"/saved/{theirs.pk}/{action}/", {"name": "x"}).status_code == 404
    assert SavedFilter.objects.get().name == "Low ones"
    assert "Low ones" not in get(client, "/repos/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "x" * 61}, {"name": "\u202e \u200b"}, {"page": "admin:index"},
        {"page": "https://evil.example"}, {"query": "x" * 501}, {"query": "nonsense=1"}, {"query": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_nothing_is(client: Client, wrong: dict[str, str]) -> None:
    told = client.post("/saved/", {**GIVEN, **wrong}, follow=True)
    assert 'class="stale box plain"' in told.content.decode()
    assert not SavedFilter.objects.exists()


def test_a_hostile_name_is_one_line_of_text(client: Client) -> None:
    client.post("/saved/", {**GIVEN, "name": "\u202e<script>alert(1)\n</script>\u200b"})
    assert SavedFilter.objects.get().name == "<script>alert(1)</script>"
    for place in ("/repos/", "/settings/me/"):
        html = get(client, place).html
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html


def test_fifty_are_enough_for_one_person(client: Client, lin: User) -> None:
    for number in range(50):
        keep(lin, name=str(number))
    told = client.post("/saved/", GIVEN, follow=True)
    assert "You have 50 saved filters: remove one first. Nothing was saved." in Page(told).text
    client.post("/saved/", {**GIVEN, "name": "7", "query": "level=1"})
    assert SavedFilter.objects.get(name="7").query == "level=1"
    assert SavedFilter.objects.count() == 50


@pytest.mark.parametrize(
    "stored", ["next=https://evil.example", "//evil.example", "below=3#x", "q=%00", "a" * 500]
)
def test_what_was_stored_leads_to_its_list_whatever_it_says(client: Client, lin: User, stored: str) -> None:
    keep(lin, query=stored)
    address = get(client, "/repos/").links["Low ones"]
    assert address == "/repos/" or address.startswith("/repos/?")
    assert "evil" not in address
    assert get(client, address).status == 200


@given(st.sampled_from(sorted(LISTS)), st.text(max_size=500))
def test_any_text_becomes_a_query_that_stays_as_it_is(page: str, text: str) -> None:
    once = canonical(page, text)
    assert canonical(page, once) == once
    assert address(page, once).isascii()
    assert "//" not in address(page, once)


def test_it_asks_strangers_to_sign_in(outsider: Client, lin: User) -> None:
    one = keep(lin)
    for place in ("/saved/", f"/saved/{one.pk}/rename/", f"/saved/{one.pk}/remove/"):
        assert outsider.post(place, GIVEN).headers["Location"].startswith("/accounts/login/")
    assert SavedFilter.objects.count() == 1


def test_a_form_of_another_site_saves_nothing(lin: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lin)
    assert strict.post("/saved/", GIVEN).status_code == 403
