"""Second factors: set up, asked for, used once, sealed, and demanded where the organisation wants that."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection
from django.test import Client

from maturity.models import Organisation, Role, User
from tests.factories import PASSWORD, make_membership, make_team, make_user
from tests.maturity.accounts.conftest import enter
from tests.pages import Page, get

STEP = "/accounts/2fa/authenticate/"


NOW = 1_800_000_015


@pytest.fixture(autouse=True)
def _in_the_middle_of_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: NOW))


def code(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, NOW // 30 + steps)))


@pytest.fixture
def secret(mo: User) -> str:
    made: str = generate_totp_secret()
    TOTP.activate(mo, made)
    RecoveryCodes.activate(mo)
    return made


def confirm(client: Client) -> None:
    """Who they are, once more: what follows asks for it."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def answer(client: Client, given: str) -> str:
    response = client.post(STEP, {"code": given})
    return response.headers.get("Location") or Page(response).text


def test_an_app_is_set_up_with_a_code_it_shows(visitor: Client, mo: User) -> None:
    enter(visitor)
    assert visitor.get("/accounts/2fa/app/").headers["Location"].startswith("/accounts/reauthenticate/")
    confirm(visitor)
    page = get(visitor, "/accounts/2fa/app/")
    assert '<svg class="qr"' in page.html
    assert "data:image" not in page.html
    shown = re.search(r'id="secret"[^>]*>(\w+)<', page.html)
    assert shown is not None
    done = visitor.post("/accounts/2fa/app/", {"code": code(shown[1])})
    assert done.headers["Location"] == "/accounts/2fa/codes/"
    codes = get(visitor, "/accounts/2fa/codes/")
    assert len(set(re.findall(r"\b\d{10}\b", codes.text))) == 10
    assert "download=" in codes.html
    assert not re.search(r"\b\d{10}\b", get(visitor, "/accounts/2fa/codes/").text)


def test_nothing_that_opens_an_account_lies_in_the_database_in_clear(mo: User, secret: str) -> None:
    codes = RecoveryCodes.activate(mo).generate_codes()
    with connection.cursor() as cursor:
        cursor.execute("select data from mfa_authenticator")
        stored = json.dumps(cursor.fetchall())
    assert secret not in stored
    assert not any(one in stored for one in codes)
    assert all(len(row.data.get("secret", row.data.get("seed"))) > 90 for row in Authenticator.objects.all())


def test_the_password_alone_opens_nothing(visitor: Client, mo: User, secret: str) -> None:
    assert enter(visitor) == STEP
    assert visitor.get("/").status_code == 302
    assert answer(visitor, code(secret)) == "/"
    assert visitor.get("/inbox/").status_code == 200


def test_a_step_without_a_password_before_it_is_no_way_in(visitor: Client, secret: str) -> None:
    assert visitor.post(STEP, {"code": code(secret)}).headers["Location"] == "/accounts/login/"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off_and_a_code_works_once(
    visitor: Client, secret: str, steps: int
) -> None:
    shown = code(secret, steps)
    enter(visitor)
    assert answer(visitor, shown) == "/"
    enter(again := Client())
    assert "The code is wrong" in answer(again, shown)


def test_a_recovery_code_works_once(visitor: Client, mo: User, secret: str) -> None:
    spare = RecoveryCodes.activate(mo).generate_codes()[3]
    enter(visitor)
    assert answer(visitor, spare) == "/"
    enter(again := Client())
    assert "The code is wrong" in answer(again, spare)


def test_codes_cannot_be_guessed_for_long(visitor: Client, secret: str) -> None:
    enter(visitor)
    said = [answer(visitor, f"{number:06}") for number in range(5)]
    assert all("The code is wrong" in one for one in said)
    assert "Wait 1 min" in answer(visitor, code(secret))
    enter(elsewhere := Client(), at="198.51.100.1")
    assert "Wait 1 min" in answer(elsewhere, code(secret))


def test_codes_sealed_with_a_lost_key_are_said_to_be_so(visitor: Client, secret: str, settings: Any) -> None:
    enter(visitor)
    settings.RUNGS_ENCRYPTION_KEYS = ["another key than the one that sealed them"]
    assert "sealed with a key that is not here" in answer(visitor, code(secret))


@pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/2fa/codes/", "/accounts/2fa/codes/new/"])
def test_where_the_key_is_lost_pages_still_open_and_new_codes_can_be_made(
    visitor: Client, mo: User, secret: str, settings: Any, address: str
) -> None:
    enter(visitor)
    answer(visitor, code(secret))
    visitor.post("/accounts/2fa/reauthenticate/", {"code": code(secret, 1)})
    settings.RUNGS_ENCRYPTION_KEYS = ["another key than the one that sealed them"]
    shown = visitor.get(address)
    assert shown.status_code in (200, 409)
    assert "/accounts/2fa/codes/new/" in shown.content.decode()
    visitor.post("/accounts/2fa/codes/new/")
    assert len(RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()) == 10


def test_the_secret_of_an_app_that_is_not_confirmed_yet_lies_sealed_in_the_session(
    visitor: Client, mo: User
) -> None:
    enter(visitor)
    confirm(visitor)
    shown = re.search(r'id="secret"[^>]*>(\w+)<', get(visitor, "/accounts/2fa/app/").html)
    assert shown is not None
    assert shown[1] not in json.dumps(dict(visitor.session.items()))
    assert "The code is wrong" in Page(visitor.post("/accounts/2fa/app/", {"code": "000000"})).text
    done = visitor.post("/accounts/2fa/app/", {"code": code(shown[1])})
    assert done.headers["Location"] == "/accounts/2fa/codes/"


def test_confirming_who_one_is_gives_the_session_a_new_key(visitor: Client, mo: User) -> None:
    enter(visitor)
    before = visitor.cookies["sessionid"].value
    confirm(visitor)
    assert visitor.cookies["sessionid"].value != before
    assert visitor.get("/inbox/").status_code == 200


def test_taking_the_app_away_asks_who_one_is(visitor: Client, mo: User, secret: str) -> None:
    enter(visitor)
    answer(visitor, code(secret))
    sent = visitor.post("/accounts/2fa/app/remove/")
    assert sent.headers["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(user=mo, type="totp").exists()


@pytest.mark.parametrize(("role", "led"), [(Role.ENGINEER, False), (Role.APPROVER, True), (Role.LEAD, True)])
def test_roles_that_decide_need_one_where_the_organisation_says_so(
    visitor: Client, mo: User, role: int, *, led: bool
) -> None:
    Organisation.objects.create(pk=1, require_mfa=True)
    make_membership(mo, make_team(), role)
    enter(visitor)
    for address in ("/", "/inbox/", "/admin/", "/settings/"):
        sent_there = visitor.get(address).headers.get("Location") == "/accounts/2fa/"
        assert sent_there is led
    assert visitor.get("/accounts/2fa/").status_code == 200
    TOTP.activate(mo, generate_totp_secret())
    assert visitor.get("/inbox/").status_code == 200


def test_an_administrator_needs_one_too_and_can_still_sign_out(visitor: Client) -> None:
    Organisation.objects.create(pk=1, require_mfa=True)
    make_user("ada", is_superuser=True)
    enter(visitor, name="ada")
    assert visitor.post("/drift/check/").headers["Location"] == "/accounts/2fa/"
    assert "Your role needs a second factor here" in get(visitor, "/accounts/2fa/").text
    assert visitor.post("/accounts/logout/").headers["Location"] == "/accounts/login/"


def test_a_key_is_offered_to_those_alone_who_have_one(
    visitor: Client, mo: User, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(visitor)
    assert "Use a security key" not in get(visitor, STEP).text
    asked = {"request_options": {"publicKey": {"allowCredentials": [{"type": "public-key", "id": "a2V5"}]}}}
    begin = "allauth.mfa.base.views.webauthn_auth.begin_authentication"
    monkeypatch.setattr(begin, lambda user: asked["request_options"])
    assert "Use a security key" in get(visitor, STEP).text
