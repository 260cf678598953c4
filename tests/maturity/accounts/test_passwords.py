"""Passwords: changed, set, and reset by mail; and what every form and cookie here owes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client

from maturity.accounts.urls import urlpatterns
from maturity.models import User
from tests.factories import PASSWORD, make_user
from tests.maturity.accounts.conftest import enter, fail
from tests.pages import Page, get

NEW = "a new long one 42"
TWICE = {"password1": NEW, "password2": NEW}
RESET = "/accounts/password/reset/"


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.RUNGS_EMAIL = True


def link_of(message: Any) -> str:
    (address,) = re.findall(r"https?://[^/]+(/accounts/password/reset/key/\S+)", message.body)
    return str(address)


def test_a_changed_password_ends_the_other_sessions_and_changes_the_key(visitor: Client, mo: User) -> None:
    enter(other := Client())
    enter(visitor)
    before = visitor.cookies["sessionid"].value
    sent = visitor.post("/accounts/password/change/", {"oldpassword": PASSWORD, **TWICE})
    assert sent.status_code == 302
    assert visitor.cookies["sessionid"].value != before
    assert visitor.get("/inbox/").status_code == 200
    assert other.get("/inbox/").status_code == 302


def test_a_weak_password_is_refused_in_words(visitor: Client, mo: User) -> None:
    enter(visitor)
    answer = visitor.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "password", "password2": "password"},
    )
    assert "too short" in Page(answer).text
    mo.refresh_from_db()
    assert mo.check_password(PASSWORD)


def test_without_a_mail_server_no_reset_is_offered(visitor: Client, mo: User) -> None:
    assert RESET not in get(visitor, "/accounts/login/").html
    assert visitor.get(RESET).status_code == 404
    assert visitor.post(RESET, {"email": mo.email}).status_code == 404
    assert mail.outbox == []


@pytest.mark.usefixtures("mailing")
def test_a_reset_tells_nobody_who_exists(visitor: Client, mo: User) -> None:
    known, unknown = (visitor.post(RESET, {"email": one}) for one in (mo.email, "nobody@acme.example"))
    assert known.headers["Location"] == unknown.headers["Location"] == "/accounts/password/reset/done/"
    assert [message.to for message in mail.outbox] == [[mo.email]]


@pytest.mark.usefixtures("mailing")
def test_a_mailed_link_sets_a_password_once(visitor: Client, mo: User) -> None:
    enter(before := Client())
    visitor.post(RESET, {"email": mo.email})
    address = link_of(mail.outbox[0])
    form = visitor.get(address).headers["Location"]
    assert address.split("-", 1)[1].strip("/") not in form
    assert visitor.post(form, TWICE).status_code == 302
    assert before.get("/inbox/").status_code == 302
    assert enter(Client(), NEW) == "/"
    assert "not valid any more" in get(Client(), address).text


@pytest.mark.usefixtures("mailing")
def test_a_reset_is_a_way_out_of_a_wait(visitor: Client, mo: User) -> None:
    fail(visitor, 5)
    visitor.post(RESET, {"email": mo.email})
    visitor.post(visitor.get(link_of(mail.outbox[0])).headers["Location"], TWICE)
    assert enter(visitor, NEW) == "/"


@pytest.mark.usefixtures("mailing")
def test_the_link_leads_to_where_people_find_rungs(visitor: Client, mo: User) -> None:
    visitor.post(RESET, {"email": mo.email}, headers={"host": "127.0.0.1"})
    assert f"{django_settings.RUNGS_URL}/accounts/password/reset/key/" in mail.outbox[0].body


@pytest.mark.usefixtures("mailing")
def test_nobody_is_flooded_with_mail(visitor: Client, mo: User) -> None:
    answers = [visitor.post(RESET, {"email": mo.email}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


@pytest.mark.usefixtures("mailing")
@pytest.mark.parametrize("key", ["1-x", "zzzz-aaaaaa-" + "0" * 32, "1-" + "x" * 90])
def test_a_link_that_was_made_up_opens_nothing(visitor: Client, mo: User, key: str) -> None:
    assert "not valid any more" in get(visitor, f"{RESET}key/{key}/").text


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda one: str(one.name))
def test_no_form_works_without_its_token(mo: User, pattern: Any, settings: Any) -> None:
    settings.RUNGS_EMAIL = True
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mo)
    route = str(pattern.pattern).replace("<int:pk>", "1").replace("^", "").replace("$", "")
    address = "/accounts/" + re.sub(r"\(\?P<uidb36>.*?\)-\(\?P<key>.*?\)", "1-x", route)
    assert strict.post(address, {"password": PASSWORD}).status_code in (403, 405)


def test_passwords_switched_off_are_hidden_and_still_open_to_administrators(
    visitor: Client, mo: User, settings: Any
) -> None:
    settings.RUNGS_PASSWORD_LOGIN = False
    settings.RUNGS_OIDC_APPS = [{"name": "Acme"}]
    assert 'name="password"' not in get(visitor, "/accounts/login/").html
    assert 'name="password"' in get(visitor, "/accounts/login/?password=1").html
    assert "The name or the password is wrong." in enter(visitor)
    make_user("ada", is_superuser=True)
    assert enter(visitor, name="ada") == "/"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(visitor: Client, mo: User) -> None:
    enter(visitor)
    cookie = visitor.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (
        True,
        "Lax",
        django_settings.SECURE,
    )


def test_pages_about_signing_in_are_kept_by_no_cache(visitor: Client, mo: User) -> None:
    assert "no-store" in visitor.get("/accounts/login/").headers["Cache-Control"]
