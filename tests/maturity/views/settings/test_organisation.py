"""What administrators decide for everybody, and that it is in effect at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from maturity.models import Event, Organisation, Role, User
from tests.factories import (
    days_ago,
    make_member,
    make_scanned,
    make_stack,
    make_team,
    make_token,
)
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/organisation/"
FORM = {
    "name": "Acme", "open_read": "on", "time_zone": "Europe/Berlin", "goal_level": "3",
    "scan_stale_days": "3", "check_stale_days": "8", "lock_minutes": "60", "emergency_contact": "",
}  # fmt: skip


def save(client: Client, **fields: Any) -> Any:
    given = {name: value for name, value in {**FORM, **fields}.items() if value is not None}
    return client.post(PAGE, given)


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_each_field_that_changed_leaves_an_event_with_what_it_was(client: Client, lin: User):
    assert save(client, goal_level="4", open_read=None).status_code == 302
    told = {event.data["field"]: event for event in Event.objects.filter(kind="settings.changed")}
    assert set(told) == {"name", "time_zone", "goal_level", "open_read"}
    assert (told["goal_level"].data["old"], told["goal_level"].data["new"]) == (3, 4)
    assert told["open_read"].data == {"field": "open_read", "old": True, "new": False}
    assert {event.actor for event in told.values()} == {lin}
    assert "4 settings saved." in text(client, PAGE)


def test_saving_what_is_already_so_changes_nothing(client: Client):
    save(client)
    save(client)
    assert Event.objects.filter(kind="settings.changed").count() == 2
    assert "Nothing was different." in text(client, PAGE)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("goal_level", "6", "Enter a level from 1 to 5."),
        ("goal_level", "three", "Enter a level from 1 to 5."),
        ("scan_stale_days", "0", "Enter 1 to 365 days."),
        ("check_stale_days", "", "Enter 1 to 365 days."),
        ("lock_minutes", "9" * 400, "Enter 5 to 10080 minutes, which is a week."),
        ("time_zone", "Europe/Berlim", "There is no such time zone. One is called Europe/Berlin."),
        ("time_zone", "new york", "There is no such time zone. One is called America/New_York."),
        ("time_zone", "../../etc/passwd", "There is no such time zone."),
        ("name", "x" * 101, "A name has at most 100 characters."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence_and_shown_again(
    client: Client, field: str, typed: str, sentence: str
):
    answer = save(client, **{field: typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count('class="err"') == 1
    assert sentence in page
    assert 'value="Europe/Berlin"' in page or field == "time_zone"
    assert not Organisation.objects.exists()


def test_only_fields_of_the_page_can_be_set(client: Client):
    save(client, id="7", pk="7", is_superuser="on")
    assert Organisation.objects.get().pk == 1


def test_a_lead_may_not_open_it():
    client = signed_in(make_member("ada", make_team(), Role.LEAD))
    assert client.get(PAGE).status_code == 403
    assert save(client).status_code == 403
    assert not Organisation.objects.exists()


def test_the_level_to_reach_is_what_the_overview_counts_towards(client: Client):
    make_scanned("acme/network", 3)
    assert "below L3" in text(client, "/")
    save(client, goal_level="4")
    assert "below L4" in text(client, "/")
    assert "?below=4" in text(client, "/")


def test_days_until_a_scan_is_out_of_date_move_numbers_and_lists_alike(client: Client):
    make_scanned("acme/network", last_scanned_at=days_ago(5))
    assert "acme/network" in text(client, "/repos/?state=stale")
    save(client, scan_stale_days="7")
    assert "acme/network" not in text(client, "/repos/?state=stale")


def test_days_until_a_check_is_out_of_date_move_pages_and_the_api_alike(client: Client):
    repository = make_scanned("acme/network")
    stack = make_stack(repository, finding="in_sync", checked_at=days_ago(5))
    make_token(repository, "rungs_secret", verbs=["read", "push"])
    bearer = {"Authorization": "Bearer rungs_secret"}

    def freshness() -> str:
        answer = client.get(f"/api/v1/stacks/{stack.pk}", headers=bearer).json()
        return str(answer["freshness"])

    assert freshness() == "fresh"
    assert "may be wrong by now" not in text(client, f"/stacks/{stack.pk}/")
    assert "5 d old" not in text(client, "/repos/acme/network/")
    save(client, check_stale_days="2")
    assert freshness() == "stale"
    assert "may be wrong by now" in text(client, f"/stacks/{stack.pk}/")
    assert "5 d old" in text(client, "/repos/acme/network/")
    assert "live/prod" in text(client, "/drift/?stacks=stale")


def test_a_stack_is_told_to_be_locked_after_the_minutes_that_are_set():
    from maturity.actions.states.holding import record_lock
    from maturity.core.state.locks import Lock

    Organisation.objects.create(pk=1, lock_minutes=10)
    stack, now = make_stack(make_scanned("acme/network")), timezone.now()
    lock = Lock(place="s3://acme/prod", id="1", since=now - timedelta(minutes=11))
    record_lock(stack, lock, now)
    assert Event.objects.get(kind="lock.held_long").data["minutes"] == 10
