"""Signing in and out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from maturity.models import User
from tests.factories import PASSWORD, make_user
from tests.pages import Page, get

LOGIN = "/accounts/login/"


def sign_in(client: Client, password: str = PASSWORD, name: str = "lin", **more: str) -> Page | str:
    response = client.post(LOGIN, {"login": name, "password": password, **more})
    return response.headers.get("Location") or Page(response)


def test_the_right_password_leads_to_where_one_wanted_to_go(outsider: Client, lin: User) -> None:
    page = get(outsider, "/accounts/login/?next=/criteria/")
    assert 'name="next" value="/criteria/"' in page.html
    assert sign_in(outsider, next="/criteria/") == "/criteria/"


def test_the_address_is_as_good_as_the_name(outsider: Client) -> None:
    make_user("mo", email="mo@acme.example")
    assert sign_in(outsider, name="Mo@ACME.example") == "/"


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "javascript:alert(1)",
    "http://localhost/x",
    "/\\evil.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_it_never_leads_to_another_site(outsider: Client, lin: User, address: str) -> None:
    assert address not in get(outsider, f"/accounts/login/?next={address}").html
    assert sign_in(outsider, next=address) == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_out_never_leads_to_another_site(client: Client, address: str) -> None:
    assert client.post("/accounts/logout/", {"next": address}).headers["Location"] == LOGIN


def test_a_wrong_password_is_said_and_the_name_is_kept(outsider: Client, lin: User) -> None:
    page = sign_in(outsider, "let me in")
    assert isinstance(page, Page)
    assert "The name or the password is wrong." in page.text
    assert 'value="lin"' in page.html
    assert "let me in" not in page.html


def test_nobody_learns_whether_a_name_exists(outsider: Client, lin: User) -> None:
    known, unknown = sign_in(outsider, "let me in"), sign_in(outsider, "let me in", "nobody")
    assert isinstance(known, Page)
    assert isinstance(unknown, Page)
    assert known.text == unknown.text


def test_strangers_see_no_navigation(outsider: Client) -> None:
    page = get(outsider, LOGIN)
    assert "Overview" not in page.links
    assert "/find/" not in page.html


def test_signing_out_needs_a_form_and_ends_the_session(client: Client) -> None:
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_a_session_gets_a_new_key_when_somebody_signs_in(outsider: Client, lin: User) -> None:
    session: Any = outsider.session
    session["left by"] = "an attacker"
    session.save()
    outsider.cookies["sessionid"] = session.session_key
    sign_in(outsider)
    assert outsider.cookies["sessionid"].value != session.session_key
    outsider.cookies["sessionid"] = session.session_key
    assert outsider.get("/").status_code == 302


def test_who_was_let_go_is_told_so_and_not_let_in(outsider: Client) -> None:
    make_user("mo", is_active=False)
    assert sign_in(outsider, name="mo") == "/accounts/inactive/"
    assert "This account is closed" in get(outsider, "/accounts/inactive/").text
    assert outsider.get("/").status_code == 302


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "login/code/", "3rdparty/", "social/signup/"]
)
def test_what_is_not_offered_is_not_there(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_posting_to_become_an_administrator_changes_nothing(outsider: Client) -> None:
    mo = make_user("mo")
    sign_in(outsider, name="mo", is_superuser="1", is_staff="1")
    mo.refresh_from_db()
    assert (mo.is_superuser, mo.is_staff) == (False, False)


def test_the_administration_site_has_no_door_of_its_own(outsider: Client, lin: User) -> None:
    sent = outsider.post("/admin/login/?next=/admin/", {"username": "lin", "password": PASSWORD})
    assert sent.headers["Location"] == "/accounts/login/?next=/admin/"
    assert outsider.get("/").status_code == 302


def test_who_may_not_administrate_is_told_so_there(outsider: Client) -> None:
    outsider.force_login(make_user("mo"))
    assert outsider.get("/admin/", follow=True).status_code == 403


def test_the_administration_site_shows_people_and_changes_nobody(client: Client, lin: User) -> None:
    User.objects.update(is_staff=True)
    address = f"/admin/maturity/user/{lin.pk}/change/"
    assert lin.password not in client.get(address).content.decode()
    assert client.post(address, {"is_superuser": "0"}).status_code == 403
    for path in (
        "mfa/authenticator/",
        "socialaccount/socialapp/add/",
        "account/emailaddress/",
        "auth/group/",
    ):
        assert client.get(f"/admin/{path}").status_code == 404
    changing = client.get("/admin/password_change/")
    assert changing.headers["Location"] == "/accounts/password/change/"
