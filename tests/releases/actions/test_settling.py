"""What the clock does about releases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from maturity.models import User
from releases.actions import checking, settling
from releases.actions.settling import settle
from releases.core.gate import Outcome
from releases.models import CheckRun, GateTicket, Release, SignOff
from releases.tasks import settle_releases

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_gates_are_asked_again_after_a_while(scene, gates):
    scene.approve()
    now = timezone.now()
    assert settle(now + MINUTE) == 0
    gates.outcomes["no_open_drift"] = Outcome.FAILED
    assert settle(now + 6 * MINUTE) == 1
    assert scene.state == "in_review"


def test_a_clock_that_was_set_back_stops_no_asking(scene):
    scene.approve()
    CheckRun.objects.update(at=timezone.now() + timedelta(days=30))
    settle(timezone.now())
    assert CheckRun.objects.get().at < timezone.now() + MINUTE


def test_what_expired_or_lost_its_giver_does_not_wait_for_the_next_asking(scene):
    scene.approve()
    User.objects.filter(username="mia").update(is_active=False)
    assert settle(timezone.now()) == 1
    assert scene.state == "ready"
    SignOff.objects.standing().update(expires_at=timezone.now())
    settle(timezone.now())
    assert scene.state == "in_review"


def test_an_objection_of_somebody_who_left_is_not_looked_at_for_ever(scene):
    scene.submit()
    scene.reject("mia")
    scene["mia"].delete()
    assert settle(timezone.now()) == 0
    assert SignOff.objects.standing().count() == 1


def test_a_ticket_that_nobody_used_holds_the_release(scene):
    scene.approve()
    scene.start()
    assert settle(timezone.now() + 29 * MINUTE) == 0
    settle(timezone.now() + 31 * MINUTE)
    assert (scene.state, scene.release.state_why) == ("held", "nobody used its ticket in time")
    assert GateTicket.objects.get().void_at is not None


def test_a_ticket_that_was_used_holds_nothing(scene):
    scene.approve()
    scene.use(scene.start())
    assert settle(timezone.now() + 31 * MINUTE) == 0
    assert scene.state == "rolling"


def test_drafts_and_what_is_over_are_left_alone(scene):
    for state in ("draft", "completed", "rejected"):
        Release.objects.update(state=state)
        assert settle(timezone.now()) == 0


def test_one_that_cannot_be_settled_keeps_no_other_waiting(scene, monkeypatch):
    bad = scene.another("2.15.0", state="in_review")
    Release.objects.filter(pk=scene.release.pk).update(state="in_review")
    real = checking.run_checks

    def checks(release, now):
        if release == bad:
            raise OSError("disk full")
        return real(release, now)

    monkeypatch.setattr(settling, "run_checks", checks)
    assert settle(timezone.now()) == 1
    assert scene.release.checks.exists()


def test_a_turn_takes_some_and_the_next_the_others(scene, monkeypatch):
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    scene.another("2.15.0", state="in_review")
    Release.objects.filter(pk=scene.release.pk).update(state="in_review")
    now = timezone.now()
    assert [settle(now), settle(now), settle(now)] == [1, 1, 0]


def test_workers_and_whoever_has_a_cron_settle(scene, capsys):
    Release.objects.update(state="in_review")
    settle_releases()
    call_command("settle")
    assert capsys.readouterr().out == "releases settled: 0\n"
    assert CheckRun.objects.count() == 1
