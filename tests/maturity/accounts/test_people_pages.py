"""People pages: who may open them, what they show, and what becomes of an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from maturity.actions import Refused
from maturity.actions.people import standing
from maturity.models import ApiToken, Event, GroupGrant, Invitation, Role, User
from tests.factories import make_membership, make_repository, make_team, make_token, make_user
from tests.maturity.accounts.conftest import enter, fail
from tests.pages import get, signed_in

PEOPLE = "/settings/people/"


@pytest.fixture
def ada() -> User:
    return make_user("ada", is_superuser=True, is_staff=True)


@pytest.fixture
def admin(ada: User) -> Client:
    return signed_in(ada)


def change(client: Client, user: User, act: str) -> User:
    client.post(f"{PEOPLE}{user.pk}/change/", {"act": act})
    user.refresh_from_db()
    return user


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("address", ["", "{}/", "{}/change/", "{}/link/", "withdraw/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_they_are_for_administrators(ada: User, mo: User, visitor: Client, address: str, method: str) -> None:
    make_membership(mo, make_team(), Role.ADMIN)
    visitor.force_login(mo)
    assert getattr(visitor, method)(PEOPLE + address.format(ada.pk)).status_code in (403, 405)
    assert Event.objects.count() == 0
    assert getattr(visitor, method)("/settings/groups/").status_code == 403


def test_the_list_says_who_is_here_and_how_they_sign_in(admin: Client, mo: User) -> None:
    make_membership(mo, make_team("Network"), Role.LEAD)
    TOTP.activate(mo, generate_totp_secret())
    make_user("gone", is_active=False)
    text = get(admin, PEOPLE).text
    assert "Network: Lead" in text
    assert text.count("no second factor") == 2
    assert "gone closed" in text
    assert "mo" in get(admin, f"{PEOPLE}?q=ACME").text
    assert "Nobody matches “zz”" in get(admin, f"{PEOPLE}?q=zz").text


def test_an_invitation_is_shown_once_and_no_page_or_row_keeps_it(admin: Client) -> None:
    page = admin.post(PEOPLE, {"email": "new@acme.example"}).content.decode()
    (secret,) = re.findall(r"join/\?key=([\w-]{43})", page)
    assert secret not in get(admin, PEOPLE).html
    assert "new@acme.example" in get(admin, PEOPLE).text
    assert secret not in str(list(Invitation.objects.values())) + str(list(Event.objects.values()))


def test_with_a_mail_server_it_is_mailed(admin: Client, settings: Any) -> None:
    settings.RUNGS_EMAIL = True
    text = admin.post(PEOPLE, {"email": "new@acme.example"}).content.decode()
    assert "It was mailed to new@acme.example." in text
    assert mail.outbox[0].to == ["new@acme.example"]
    assert "/accounts/join/?key=" in mail.outbox[0].body


def test_mail_that_cannot_be_sent_loses_no_invitation(admin: Client, settings: Any) -> None:
    settings.RUNGS_EMAIL = True
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    assert "Copy it now" in admin.post(PEOPLE, {"email": "new@acme.example"}).content.decode()


@pytest.mark.parametrize("email", ["mo@acme.example", "MO@acme.example", "no address", "a" * 250 + "@x.yz"])
def test_an_invitation_that_makes_no_sense_is_refused(admin: Client, mo: User, email: str) -> None:
    assert admin.post(PEOPLE, {"email": email}).status_code == 422
    assert not Invitation.objects.exists()


def test_an_invitation_can_be_taken_back(admin: Client, visitor: Client) -> None:
    page = admin.post(PEOPLE, {"email": ""}).content.decode()
    (secret,) = re.findall(r"join/\?key=([\w-]{43})", page)
    admin.post(f"{PEOPLE}withdraw/", {"invitation": Invitation.objects.get().pk})
    assert visitor.get(f"/accounts/join/?key={secret}", follow=True).status_code == 410
    assert kinds() == ["person.invited", "invitation.withdrawn"]


def test_who_is_let_go_is_out_at_once_and_their_tokens_go_on(
    admin: Client, visitor: Client, mo: User
) -> None:
    enter(visitor)
    make_token(make_repository(), created_by=mo, name="pipeline")
    assert not change(admin, mo, "deactivate").is_active
    assert visitor.get("/inbox/").status_code == 302
    assert ApiToken.objects.get().revoked_at is None
    assert "pipeline" in get(admin, f"{PEOPLE}{mo.pk}/").text
    assert change(admin, mo, "reactivate").is_active
    assert visitor.get("/inbox/").status_code == 302
    assert kinds() == ["person.deactivated", "person.reactivated"]


def test_a_lost_second_factor_is_reset(admin: Client, visitor: Client, mo: User) -> None:
    enter(visitor)
    TOTP.activate(mo, generate_totp_secret())
    fail(Client(), 5)
    change(admin, mo, "reset")
    assert not Authenticator.objects.exists()
    assert visitor.get("/inbox/").status_code == 302
    assert enter(visitor) == "/"
    assert "second_factor.reset" in kinds()


def test_an_administrator_is_made_and_unmade_and_signs_in_anew(
    admin: Client, visitor: Client, mo: User
) -> None:
    enter(visitor)
    made = change(admin, mo, "make")
    assert (made.is_superuser, made.is_staff, made.admin_by) == (True, True, "person")
    assert visitor.get("/inbox/").status_code == 302
    enter(visitor)
    assert not change(admin, mo, "unmake").is_superuser
    assert visitor.get("/inbox/").status_code == 302
    assert kinds() == ["administrator.made", "administrator.unmade"]


@pytest.mark.parametrize("act", ["deactivate", "unmake"])
def test_nobody_does_it_to_themselves(admin: Client, ada: User, act: str) -> None:
    make_user("eve", is_superuser=True)
    change(admin, ada, act)
    assert (ada.is_active, ada.is_superuser) == (True, True)
    assert "ask another administrator" in get(admin, f"{PEOPLE}{ada.pk}/").text


def test_two_who_take_it_from_each_other_at_once_leave_one(ada: User) -> None:
    eve = make_user("eve", is_superuser=True)
    standing.unmake_administrator(ada, eve)
    with pytest.raises(Refused):
        standing.unmake_administrator(eve, ada)
    assert [one.username for one in standing.administrators()] == ["ada"]


def test_something_that_is_no_act_changes_nothing(admin: Client, mo: User) -> None:
    for act in ("", "delete", "__class__"):
        assert admin.post(f"{PEOPLE}{mo.pk}/change/", {"act": act, "is_superuser": "1"}).status_code == 302
    mo.refresh_from_db()
    assert (mo.is_superuser, kinds()) == (False, [])
    assert admin.get(f"{PEOPLE}999/").status_code == 404


def test_a_group_is_given_a_role_and_loses_it(admin: Client) -> None:
    team = make_team("Network")
    admin.post("/settings/groups/", {"group": "net", "team": team.pk, "role": "40"})
    admin.post("/settings/groups/", {"group": "root", "team": "", "role": "10"})
    assert set(GroupGrant.objects.values_list("group", "team", "role")) == {
        ("net", team.pk, 40),
        ("root", None, 50),
    }
    assert "Network: Lead" in get(admin, "/settings/groups/").text
    assert admin.post("/settings/groups/", {"group": "net", "team": team.pk, "role": "10"}).status_code == 422
    assert admin.post("/settings/groups/", {"group": "", "team": "x", "role": "99"}).status_code == 422
    admin.post("/settings/groups/remove/", {"grant": GroupGrant.objects.get(group="net").pk})
    assert GroupGrant.objects.get().group == "root"
    assert kinds() == ["grant.added", "grant.added", "grant.removed"]


def test_a_name_that_is_a_script_is_text(admin: Client) -> None:
    nasty = make_user("eve", first_name="<script>alert(1)</script>")
    GroupGrant.objects.create(group="<img src=x onerror=alert(1)>", role=50)
    for address in (PEOPLE, f"{PEOPLE}{nasty.pk}/", "/settings/groups/"):
        html = get(admin, address).html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_administrators_find_a_wait_in_their_inbox_and_others_do_not(
    admin: Client, visitor: Client, mo: User
) -> None:
    fail(Client(), 5)
    assert "Signing in as or from mo has to wait" in get(admin, "/inbox/").text
    enter(visitor, at="198.51.100.9")
    assert "has to wait" not in get(visitor, "/inbox/").text


def test_a_reset_is_offered_where_there_is_a_second_factor_and_asked_once_more(
    admin: Client, mo: User
) -> None:
    page = f"{PEOPLE}{mo.pk}/"
    assert "Reset the second factor" not in get(admin, page).text
    TOTP.activate(mo, generate_totp_secret())
    assert "This cannot be undone: they set one up anew. Reset it" in get(admin, page).text


def test_of_a_closed_account_the_page_says_what_opening_it_brings(admin: Client, mo: User) -> None:
    change(admin, mo, "deactivate")
    text = get(admin, f"{PEOPLE}{mo.pk}/").text
    assert "Nobody gets in by it. Opened again, it has the password" in text
    assert "All sessions end at once" not in text
