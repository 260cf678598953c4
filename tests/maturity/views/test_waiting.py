"""What waits for the person: on the front page, at the top of every page, and in full."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import Repository, Role, User
from tests.factories import days_ago, make_member, make_scanned, make_stack, make_team
from tests.pages import get, signed_in


def fill(count: int) -> Repository:
    repository = make_scanned("acme/network")
    for number in range(count):
        make_stack(repository, f"live/{number:02}", failing_since=days_ago(number), failures=1)
    return repository


def test_the_number_and_the_list_say_the_same(client: Client) -> None:
    fill(3)
    page = get(client, "/")
    assert "Waiting for you 3" in page.text
    assert page.links["Overview 3 waiting for you"] == "/"
    assert page.html.count("See why: acme/network") == 3


def test_a_long_list_is_shown_in_full_on_its_own_page(client: Client) -> None:
    fill(52)
    page = get(client, "/")
    assert page.html.count("See why: acme/network") == 6
    whole = get(client, page.links["Show all 52"])
    assert whole.html.count("See why: acme/network") == 50
    rest = get(client, whole.links["Next page"])
    assert rest.html.count("See why: acme/network") == 2
    assert rest.links["Previous page"] == "/waiting/?page=1"


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "١", ""])
def test_a_page_number_that_is_none_is_no_error(client: Client, page: str) -> None:
    assert get(client, f"/waiting/?page={page}").status == 200


def test_nothing_is_said_in_words(client: Client) -> None:
    make_scanned()
    assert "Nothing waits for you." in get(client, "/").text
    assert "Nothing waits for you." in get(client, "/waiting/").text


def test_who_may_only_look_is_told_that_nothing_waits(db: None) -> None:
    viewer = signed_in(make_member("vera", make_team(), Role.VIEWER))
    fill(3)
    Repository.objects.update(team=make_team("Network"))
    page = get(viewer, "/")
    assert "Waiting for you 0" in page.text
    assert page.links["Overview"] == "/"


def test_the_first_row_answers_the_key_s_and_a_hostile_error_stays_text(client: Client) -> None:
    make_scanned("acme/bad", scan_error="<script>alert(1)</script>", scan_error_at=days_ago(1))
    html = get(client, "/").html
    assert html.count('data-key="s"') == 1
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_it_asks_strangers_to_sign_in(outsider: Client, lin: User) -> None:
    assert outsider.get("/waiting/").headers["Location"] == "/accounts/login/?next=/waiting/"
