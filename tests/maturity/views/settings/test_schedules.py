"""All schedules a lead may change, on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maturity.actions.schedules import set_mode
from maturity.models import Event, Repository, Role, Schedule, Stack, User
from tests.factories import (
    make_member,
    make_repository,
    make_schedule,
    make_stack,
    make_team,
)
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/schedules/"


@pytest.fixture
def network() -> Repository:
    return make_repository("acme/network", team=make_team("Core"))


@pytest.fixture
def scan(network: Repository) -> Schedule:
    return make_schedule(network)


@pytest.fixture
def stack(network: Repository, lin: User) -> Stack:
    made = make_stack(network)
    set_mode(lin, made, "pull")
    return made


def text(client: Client, query: str = "") -> str:
    return client.get(f"{PAGE}?{query}").content.decode()


def change(client: Client, schedule: Schedule, how: str, cron: str = "") -> int:
    answer = client.post(PAGE, {"schedule": schedule.pk, "how": how, "cron": cron})
    schedule.refresh_from_db()
    return answer.status_code


def test_scans_and_checks_are_listed_with_when_they_run_next(client: Client, scan: Schedule, stack: Stack):
    page = text(client)
    assert "Scan: every 1 d." in page
    assert "Check: At" in page
    assert f"{scan.next_run_at:%Y-%m-%d %H:%M} UTC, your time." in page


def test_the_next_run_is_told_in_the_zone_of_the_person(client: Client, lin: User, scan: Schedule):
    User.objects.filter(pk=lin.pk).update(time_zone="Asia/Shanghai")
    there = scan.next_run_at + timedelta(hours=8)
    with timezone.override("Asia/Shanghai"):
        assert f"{there:%Y-%m-%d %H:%M} CST, your time." in text(client)


def test_a_stack_that_ci_plans_and_rhythms_of_the_environment_are_not_listed(
    client: Client, network: Repository
):
    make_schedule(network, stack=make_stack(network), kind="plan")
    make_schedule(network, kind="state")
    assert "No schedule" in text(client)


def test_a_scan_follows_a_cron_then_the_default_and_each_change_is_told(client: Client, scan: Schedule):
    assert change(client, scan, "cron", "17 3 * * 1") == 302
    assert (scan.cron, scan.enabled, scan.next_run_at.minute) == ("17 3 * * 1", True, 17)
    assert change(client, scan, "default") == 302
    assert (scan.cron, scan.every, scan.enabled) == ("", timedelta(hours=24), True)
    assert change(client, scan, "off") == 302
    assert not scan.enabled
    page = client.get("/activity/").content.decode()
    assert "At 03:17, only on Monday (UTC)" in page
    assert "Schedule set by lin: every 24 hours" in page
    assert "Schedule switched off by lin" in page


def test_a_stack_gets_its_default_time_back(client: Client, stack: Stack):
    schedule = Schedule.objects.get(stack=stack)
    weekly = schedule.cron
    change(client, schedule, "cron", "0 4 * * *")
    assert schedule.cron == "0 4 * * *"
    change(client, schedule, "default")
    assert schedule.cron == weekly


@pytest.mark.parametrize(
    ("cron", "sentence"),
    [
        ("", "Enter when, as five fields of cron."),
        ("at noon", "A schedule has five fields"),
        ("61 * * * *", "cannot be used"),
        ("0 0 31 2 *", "schedule 0 0 31 2 *"),
        ("\0" * 300, "Enter when"),
    ],
)
def test_what_is_no_schedule_is_refused_and_shown_again(
    client: Client, scan: Schedule, cron: str, sentence: str
):
    answer = client.post(PAGE, {"schedule": scan.pk, "how": "cron", "cron": cron})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Event.objects.filter(kind="schedule.changed").exists()


def test_only_what_somebody_leads_is_listed_and_can_be_changed(scan: Schedule):
    client = signed_in(make_member("ada", make_team("Other"), Role.LEAD))
    assert "acme/network" not in text(client)
    assert change(client, scan, "off") == 404
    assert scan.enabled


def test_who_leads_nothing_may_not_open_it(scan: Schedule):
    client = signed_in(make_member("bob", make_team("Other"), Role.APPROVER))
    assert client.get(PAGE).status_code == 403


def test_one_team_can_be_asked_for(client: Client, scan: Schedule):
    make_schedule(make_repository("acme/pay", team=make_team("Pay")))
    assert "acme/pay" not in text(client, "team=core")
    assert "acme/network" in text(client, "team=core")
    assert "acme/pay" in text(client, "team=nothing-like-that")


def test_many_schedules_come_page_by_page(client: Client):
    now = timezone.now()
    for number in range(60):
        make_schedule(make_repository(f"acme/{number:02}"), next_run_at=now + timedelta(hours=1 + number))
    assert "acme/59" not in text(client)
    assert "acme/59" in text(client, "page=2")
