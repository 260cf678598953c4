"""How somebody had signed in stands with their word, and in the evidence of the release."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from typing import Any

import pytest
from django.test import Client

from maturity.models import Event, Role, Team, User
from releases.models import Release, SignOff
from tests.factories import PASSWORD, make_member, make_team
from tests.releases.factories import make_application, make_check, make_release

pytestmark = pytest.mark.django_db
PLACE = "/releases/ai-shell/2.14.0/"
TOTP = [{"method": "password"}, {"method": "mfa", "type": "totp"}]
AGAIN = {"method": "password", "reauthenticated": True}


@pytest.fixture
def team() -> Team:
    return make_team("Platform")


@pytest.fixture
def release(team: Team) -> Release:
    made = make_release(make_application(team=team), state="in_review")
    make_check(made, "iac.drift", "failed")
    return made


@pytest.fixture
def leo(team: Team) -> User:
    return make_member("leo", team, Role.LEAD)


def entered(user: User, records: list[dict[str, Any]]) -> Client:
    """As allauth notes it when somebody signs in."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{**one, "at": time.time()} for one in records]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def stamp(**more: Any) -> dict[str, Any]:
    release = Release.objects.get()
    return {"attempt": release.attempt, "digest": release.digest, "revision": release.revision, **more}


def test_a_password_that_was_typed_is_told_with_the_sign_off(leo: User, release: Release):
    client = Client()
    client.post("/accounts/login/", {"login": "leo", "password": PASSWORD})
    client.post(PLACE + "sign/", stamp())
    assert SignOff.objects.get().principal["login"] == "password"


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (TOTP, "password, totp"),
        ([*TOTP, AGAIN], "password, totp"),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], "webauthn"),
        ([{"method": "socialaccount", "provider": "acme", "uid": "7"}], "single sign-on (acme)"),
        ([], ""),
    ],
)
def test_each_way_to_sign_in_has_its_words(leo: User, release: Release, records: Any, told: str):
    entered(leo, records).post(PLACE + "sign/", stamp())
    assert SignOff.objects.get().principal["login"] == told


def test_it_stands_with_everything_else_that_people_decide(leo: User, release: Release):
    client = entered(leo, TOTP)
    client.post(PLACE + "items/iac.drift/waive/", stamp(reason="known", hours="24"))
    client.post(PLACE + "items/iac.drift/waive/", stamp(end="1"))
    read = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"  # of no steps at all
    client.post(PLACE + "accept-plan/", stamp(read=read))
    client.post(PLACE + "override/", stamp(reason="prod is down, and this mends it"))
    kinds = ["item.waived", "waiver.ended", "rollback.accepted", "release.overridden"]
    told = [Event.objects.get(kind=kind).data["principal"] for kind in kinds]
    assert {one["login"] for one in told} == {"password, totp"}


def test_the_evidence_says_how_whoever_agreed_had_signed_in(leo: User, release: Release):
    client = entered(leo, TOTP)
    client.post(PLACE + "sign/", stamp())
    with zipfile.ZipFile(io.BytesIO(client.get(PLACE + "evidence.zip").content)) as archive:
        (row,) = csv.DictReader(io.StringIO(archive.read("signoffs.csv").decode(), newline=""))
    assert row["signed_in_by"] == "password, totp"
