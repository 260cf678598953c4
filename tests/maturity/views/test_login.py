"""Signing in and out."""

from __future__ import annotations

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import PASSWORD
from tests.pages import Page, get


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Page | str:
    response = client.post("/accounts/login/", {"username": "lin", "password": password, **more})
    return response.headers.get("Location") or Page(response)


def test_the_right_password_leads_to_where_one_wanted_to_go(outsider: Client, lin: User) -> None:
    page = get(outsider, "/accounts/login/?next=/criteria/")
    assert 'name="next" value="/criteria/"' in page.html
    assert sign_in(outsider, next="/criteria/") == "/criteria/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_never_leads_to_another_site(outsider: Client, lin: User, address: str) -> None:
    assert "evil" not in get(outsider, f"/accounts/login/?next={address}").html
    assert sign_in(outsider, next=address) == "/"


def test_a_wrong_password_is_said_and_the_name_is_kept(outsider: Client, lin: User) -> None:
    page = sign_in(outsider, "let me in")
    assert isinstance(page, Page)
    assert "The user name or the password is wrong." in page.text
    assert 'value="lin"' in page.html
    assert "let me in" not in page.html


def test_strangers_see_no_navigation(outsider: Client) -> None:
    page = get(outsider, "/accounts/login/")
    assert "Overview" not in page.links
    assert "/find/" not in page.html


def test_signing_out_needs_a_form_and_ends_the_session(client: Client) -> None:
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302
