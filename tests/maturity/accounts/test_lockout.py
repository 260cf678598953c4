"""Who fails too often waits, and can lock out nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.actions.people import lockout
from maturity.models import Attempts, Event, User
from tests.factories import PASSWORD, make_user
from tests.maturity.accounts.conftest import enter, fail

WAIT = "Too many attempts failed. Wait"
HOME = "192.0.2.1"
ELSEWHERE = "198.51.100.7"


def later(**span: int) -> None:
    """As if everything had happened so long ago."""
    for row in Attempts.objects.all():
        for name in ("failed_at", "locked_until", "signed_in_at"):
            if moment := getattr(row, name):
                setattr(row, name, moment - timedelta(**span))
        row.save()


def test_the_fifth_failure_makes_one_wait_even_with_the_right_password(visitor: Client, mo: User) -> None:
    assert WAIT not in fail(visitor, 5)
    assert f"{WAIT} 1 min" in enter(visitor)


def test_each_further_failure_doubles_the_wait_up_to_an_hour(visitor: Client, mo: User) -> None:
    fail(visitor, 5)
    for minutes in (2, 4, 8, 16, 32, 60, 60):
        later(hours=1, minutes=1)
        assert WAIT not in fail(visitor, 1)
        left = Attempts.objects.exclude(whom="").get(place="").locked_until
        assert left is not None
        assert left - timezone.now() > timedelta(minutes=minutes - 1)
        assert left - timezone.now() <= timedelta(minutes=minutes)


def test_waiting_is_enough_to_get_in_again(visitor: Client, mo: User) -> None:
    fail(visitor, 5)
    later(minutes=2)
    assert enter(visitor) == "/"
    assert not Attempts.objects.exclude(whom="").filter(failures__gt=0).exists()


def test_attempts_while_one_waits_are_not_looked_at_and_make_nothing_longer(
    visitor: Client, mo: User
) -> None:
    fail(visitor, 5)
    before = list(Attempts.objects.values_list("failures", "locked_until"))
    fail(visitor, 3)
    assert list(Attempts.objects.values_list("failures", "locked_until")) == before


def test_a_name_that_nobody_has_waits_alike(visitor: Client, mo: User) -> None:
    for name in ("mo", "nobody"):
        said = [fail(visitor, 1, name, ELSEWHERE) for _ in range(6)]
        assert [WAIT in one for one in said] == [False] * 5 + [True]


def test_capital_letters_and_blanks_are_no_new_name(visitor: Client, mo: User) -> None:
    for name in ("mo", "MO", " mo", "Mo ", "mO"):
        fail(visitor, 1, name)
    assert WAIT in enter(visitor)


def test_an_attacker_elsewhere_does_not_keep_out_who_signed_in_here(visitor: Client, mo: User) -> None:
    assert enter(visitor, at=HOME) == "/"
    fail(Client(), 6, at=ELSEWHERE)
    assert WAIT in enter(Client(), at=ELSEWHERE)
    assert enter(Client(), at=HOME) == "/"


def test_an_open_session_goes_on_whatever_fails_elsewhere(visitor: Client, mo: User) -> None:
    enter(visitor, at=HOME)
    fail(Client(), 8, at=ELSEWHERE)
    fail(Client(), 8, at=HOME)
    assert visitor.get("/inbox/").status_code == 200


def test_at_a_known_address_one_waits_too(visitor: Client, mo: User) -> None:
    enter(visitor, at=HOME)
    fail(Client(), 5, at=HOME)
    assert WAIT in enter(Client(), at=HOME)
    assert enter(Client(), at=ELSEWHERE) == "/"


def test_an_address_that_tries_many_names_waits(visitor: Client, mo: User) -> None:
    for number in range(20):
        fail(visitor, 1, f"name-{number}")
    assert WAIT in enter(visitor)
    assert enter(Client(), at=ELSEWHERE) == "/"


def test_ones_own_success_gives_no_further_guesses_at_others(visitor: Client, mo: User) -> None:
    make_user("eve")
    for number in range(19):
        fail(visitor, 1, f"name-{number}")
    enter(Client(), name="eve")
    Attempts.objects.filter(signed_in_at__isnull=False).update(signed_in_at=None)
    fail(visitor, 1, "mo")
    assert WAIT in enter(visitor)


def test_of_version_six_a_whole_network_is_one_address(visitor: Client, mo: User) -> None:
    for number in range(20):
        fail(visitor, 1, f"name-{number}", f"2001:db8:0:7::{number:x}")
    assert WAIT in enter(visitor, at="2001:db8:0:7:ffff::1")
    assert enter(visitor, at="2001:db8:0:8::1") == "/"


def test_a_client_cannot_choose_its_address(visitor: Client, mo: User) -> None:
    for number in range(20):
        enter(visitor, "wrong", f"name-{number}", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert WAIT in enter(visitor)


@pytest.mark.parametrize(
    ("hops", "told", "place"),
    [
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "203.0.113.9:52100", "203.0.113.9"),
        (3, "203.0.113.9", HOME),
        (1, "no address", HOME),
        (1, "[2001:db8::5]:443", "2001:db8::"),
    ],
)
def test_behind_proxies_the_outermost_of_ours_is_believed(
    visitor: Client, mo: User, settings: Any, hops: int, told: str, place: str
) -> None:
    settings.RUNGS_BEHIND_PROXY = hops
    enter(visitor, "wrong", at=HOME, headers={"X-Forwarded-For": told})
    assert Attempts.objects.get(whom="").place == place


def test_administrators_hear_of_it_once_and_never_what_was_typed(visitor: Client, mo: User) -> None:
    fail(visitor, 8, "hunter2, the password typed in the wrong field")
    fail(visitor, 5, at=ELSEWHERE)
    later(hours=2)
    fail(visitor, 1, at=ELSEWHERE)
    told = Event.objects.filter(kind="login.locked")
    assert [(one.subject, one.data["failures"]) for one in told] == [("mo", 5)]


def test_many_at_once_are_no_more_than_one_after_another(mo: User) -> None:
    """Each counts before its password is looked at."""
    for _ in range(5):
        lockout.admit("mo", HOME)
    with pytest.raises(lockout.Locked):
        lockout.admit("mo", HOME)


def test_confirming_ones_password_is_counted_too(visitor: Client, mo: User) -> None:
    enter(visitor)
    for _ in range(5):
        visitor.post("/accounts/reauthenticate/", {"password": "wrong"}, REMOTE_ADDR=HOME)
    answer = visitor.post("/accounts/reauthenticate/", {"password": PASSWORD}, REMOTE_ADDR=HOME)
    assert WAIT in answer.content.decode()


def test_the_current_password_cannot_be_guessed_where_it_is_changed(visitor: Client, mo: User) -> None:
    enter(visitor)
    new = {"password1": "a new long one 42", "password2": "a new long one 42"}
    for number in range(5):
        visitor.post(
            "/accounts/password/change/", {"oldpassword": f"wrong {number}", **new}, REMOTE_ADDR=HOME
        )
    visitor.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}, REMOTE_ADDR=HOME)
    mo.refresh_from_db()
    assert mo.check_password(PASSWORD)


def test_what_is_old_is_forgotten_and_removed(visitor: Client, mo: User) -> None:
    fail(visitor, 4)
    later(days=2)
    fail(visitor, 4)
    assert enter(visitor) == "/"
    later(days=31)
    lockout.forget_attempts(timezone.now())
    assert not Attempts.objects.exists()
