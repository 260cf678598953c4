"""Links: the first administrator's, invitations, and ways back in."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from maturity.actions import Refused
from maturity.actions.people import inviting
from maturity.models import Event, Invitation, User
from tests.factories import make_user
from tests.maturity.accounts.conftest import enter, fail
from tests.pages import Page, get

NEW = "a new long one 42"
CHOSEN = {"username": "zoe", "first_name": "Zoe", "last_name": "", "password1": NEW, "password2": NEW}
JOIN = "/accounts/join/"


def link() -> str:
    """What the command prints, as an address of this host."""
    out = StringIO()
    call_command("create_admin", "--link", stdout=out)
    return JOIN + out.getvalue().strip().rpartition(JOIN)[2]


def send(client: Client, **more: Any) -> Any:
    return client.post(JOIN, {**CHOSEN, **more})


def test_the_first_link_makes_the_administrator_once(visitor: Client) -> None:
    address = link()
    assert visitor.get(address).headers["Location"] == JOIN
    assert "Make the first administrator" in get(visitor, JOIN).text
    assert send(visitor).headers["Location"] == "/"
    zoe = User.objects.get()
    assert (zoe.username, zoe.is_superuser, zoe.is_staff, zoe.check_password(NEW)) == (
        "zoe",
        True,
        True,
        True,
    )
    assert visitor.get("/settings/people/").status_code == 200
    assert Client().get(address, follow=True).status_code == 410
    assert [event.kind for event in Event.objects.all()] == ["person.joined"]


def test_its_secret_is_nowhere_but_in_what_was_printed(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    secret = link().rpartition("=")[2]
    visitor.get(f"{JOIN}?key={secret}")
    visitor.get(f"{JOIN}?key={secret}x")
    assert secret not in caplog.text
    assert secret not in get(visitor, JOIN).html
    assert secret not in str(list(Invitation.objects.values())) + str(dict(visitor.session))


def test_a_newer_first_link_ends_the_older_and_none_works_once_there_is_an_administrator(
    visitor: Client,
) -> None:
    old, new = link(), link()
    assert visitor.get(old, follow=True).status_code == 410
    assert visitor.get(new, follow=True).status_code == 200
    make_user("ada", is_superuser=True)
    assert send(visitor).status_code == 410
    assert User.objects.count() == 1


def test_the_sign_in_page_says_when_nobody_is_here(visitor: Client) -> None:
    assert "open the link that the server printed" in get(visitor, "/accounts/login/").text
    make_user("ada", is_superuser=True)
    assert "open the link that the server printed" not in get(visitor, "/accounts/login/").text


@pytest.mark.parametrize("key", ["", "x", "x" * 5000, "'; drop table", "%00"])
def test_a_link_that_was_made_up_opens_nothing(visitor: Client, key: str) -> None:
    assert visitor.get(f"{JOIN}?key={key}", follow=True).status_code == 410
    assert send(visitor).status_code == 410
    assert not User.objects.exists()


@pytest.fixture
def invited(visitor: Client) -> Client:
    """Somebody with an invitation that they opened."""
    ada = make_user("ada", is_superuser=True, email="ada@acme.example")
    _, secret = inviting.invite(ada, "zoe@acme.example")
    visitor.get(f"{JOIN}?key={secret}")
    return visitor


def test_an_invitation_makes_an_account_and_no_administrator(invited: Client) -> None:
    assert (
        send(invited, is_superuser="1", is_staff="1", administrator="1", email="ada@acme.example").status_code
        == 302
    )
    zoe = User.objects.get(username="zoe")
    assert (zoe.is_superuser, zoe.is_staff, zoe.email) == (False, False, "zoe@acme.example")
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified) == (zoe, "zoe@acme.example", True)
    assert send(invited, username="again").status_code in (302, 410)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": "ada"}, "This name is taken."),
        ({"username": "ADA"}, "This name is taken."),
        ({"username": "ada@acme.example"}, "This name is taken."),
        ({"username": ""}, "Fill this in."),
        ({"username": "<b>"}, "valid username"),
        ({"password2": "another"}, "The two passwords differ."),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "x" * 5000, "password2": "x" * 5000}, "4096"),
    ],
)
def test_what_cannot_be_an_account_is_said_and_the_invitation_stays(
    invited: Client, wrong: dict[str, str], said: str
) -> None:
    answer = send(invited, **wrong)
    assert answer.status_code == 422
    assert said in Page(answer).text
    assert NEW not in answer.content.decode()
    assert send(invited).status_code == 302


def test_an_invitation_ends_after_a_week(invited: Client) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert send(invited).status_code == 410
    assert User.objects.count() == 1


def test_of_two_who_take_it_at_once_one_gets_it(invited: Client) -> None:
    invitation = Invitation.objects.get()
    inviting.join(invitation, "one", "", "", NEW)
    with pytest.raises(Refused):
        inviting.join(invitation, "two", "", "", NEW)
    assert not User.objects.filter(username="two").exists()


def test_looking_at_a_link_uses_nothing_up(visitor: Client) -> None:
    address = link()
    for _ in range(3):
        assert Client().get(address, follow=True).status_code == 200
    visitor.get(address)
    assert send(visitor).status_code == 302


def test_who_is_signed_in_does_not_take_it_by_accident(invited: Client) -> None:
    invited.force_login(make_user("mo"))
    session: Any = invited.session
    session["invitation"] = Invitation.objects.get().pk
    session.save()
    assert "You are mo here." in get(invited, JOIN).text
    send(invited)
    assert not User.objects.filter(username="zoe").exists()


def test_a_way_back_sets_a_password_ends_sessions_and_waits(visitor: Client, mo: User) -> None:
    ada = make_user("ada", is_superuser=True)
    enter(elsewhere := Client())
    fail(Client(), 5, at="198.51.100.1")
    _, secret = inviting.way_back(ada, mo)
    visitor.get(f"{JOIN}?key={secret}")
    assert visitor.post(JOIN, {"password1": NEW, "password2": NEW}).headers["Location"] == "/"
    assert elsewhere.get("/inbox/").status_code == 302
    assert enter(Client(), NEW, at="198.51.100.1") == "/"


def test_a_way_back_still_asks_for_the_second_factor(visitor: Client, mo: User) -> None:
    TOTP.activate(mo, generate_totp_secret())
    _, secret = inviting.way_back(make_user("ada", is_superuser=True), mo)
    visitor.get(f"{JOIN}?key={secret}")
    answer = visitor.post(JOIN, {"password1": NEW, "password2": NEW})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"


def test_a_way_back_opens_no_account_that_was_closed(visitor: Client, mo: User) -> None:
    _, secret = inviting.way_back(make_user("ada", is_superuser=True), mo)
    User.objects.filter(pk=mo.pk).update(is_active=False)
    assert visitor.get(f"{JOIN}?key={secret}", follow=True).status_code == 410
