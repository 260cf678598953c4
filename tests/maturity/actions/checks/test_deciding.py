"""What people decide about drift."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from maturity.actions import Refused
from maturity.actions.checks import (
    acknowledge,
    add_noise_rule,
    assign,
    remove_noise_rule,
    unacknowledge,
)
from maturity.models import DriftEpisode, Event, NoiseRule
from tests.factories import make_repository, make_user
from tests.maturity.actions.checks.making import DATABASE, GROUP, drifts, kinds, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(checks) -> DriftEpisode:
    checks.next(drifts())
    return DriftEpisode.objects.get()


@pytest.fixture
def lin():
    return make_user("lin")


def test_acknowledged_drift_waits_for_its_days_and_says_who_and_why(lin, episode):
    acknowledge(lin, episode, "  the new size is being tried  ", 7)
    episode.refresh_from_db()
    event = Event.objects.latest("pk")
    assert (episode.acknowledged_by, episode.acknowledged_reason) == (lin, "the new size is being tried")
    assert episode.acknowledged(timezone.now() + timedelta(days=6))
    assert not episode.acknowledged(timezone.now() + timedelta(days=8))
    assert (event.kind, event.actor, event.stack) == ("drift.acknowledged", lin, episode.stack)


def test_an_acknowledgement_outlives_the_same_drift_and_not_a_greater_one(lin, episode, checks):
    acknowledge(lin, episode, "wait", 7)
    checks.next(drifts())
    episode.refresh_from_db()
    assert episode.acknowledged(timezone.now())
    checks.next(drifts(), drifts(GROUP))
    episode.refresh_from_db()
    assert not episode.acknowledged(timezone.now())
    assert Event.objects.latest("pk").data["acknowledgement_lapsed"] is True


def test_an_acknowledgement_can_be_taken_back(lin, episode):
    acknowledge(lin, episode, "wait", 7)
    unacknowledge(lin, episode)
    unacknowledge(lin, episode)
    episode.refresh_from_db()
    assert not episode.acknowledged(timezone.now())
    assert kinds() == ["drift.opened", "drift.acknowledged", "drift.unacknowledged"]


def test_an_owner_is_told_once_and_can_be_taken_away(lin, episode):
    assign(lin, episode, lin)
    assign(lin, episode, lin)
    assign(lin, episode, None)
    episode.refresh_from_db()
    assert episode.owner is None
    owners = [event.data["owner"] for event in Event.objects.filter(kind="drift.assigned").order_by("pk")]
    assert owners == ["lin", None]


def test_over_is_over_nothing_is_left_to_decide(lin, episode, checks):
    checks.next()
    for decide in (
        lambda: acknowledge(lin, episode, "wait", 7),
        lambda: unacknowledge(lin, episode),
        lambda: assign(lin, episode, lin),
    ):
        with pytest.raises(Refused, match="over"):
            decide()


@pytest.mark.parametrize(("reason", "days"), [("", 7), (" \n", 7), ("wait", 0), ("wait", 366)])
def test_a_reason_and_an_end_are_asked_for(lin, episode, reason, days):
    with pytest.raises(Refused):
        acknowledge(lin, episode, reason, days)
    assert kinds() == ["drift.opened"]


def test_a_noise_rule_ends_the_episode_at_the_next_check(lin, episode, checks, stack):
    rule = add_noise_rule(lin, stack, "aws_db_instance.*", "", "scaled by a script", 30)
    assert DriftEpisode.objects.open().count() == 1
    check = checks.next(drifts())
    episode.refresh_from_db()
    assert (episode.ending, episode.evidence["why"]) == ("ignored", "rule")
    assert (check.finding, check.drifted, check.ignored) == ("in_sync", 0, 1)
    assert check.plan.changes[0].address == DATABASE
    remove_noise_rule(lin, rule)
    assert checks.next(drifts()).finding == "drifted"
    assert [kind for kind in kinds() if kind.startswith("noise")] == ["noise.added", "noise.removed"]


def test_a_rule_for_some_attributes_leaves_the_others_alarming(lin, checks, stack):
    add_noise_rule(lin, stack, "*", "tags", "cost allocation", 30)
    check = checks.next(drifts(DATABASE, "tags.Team", "size"), drifts(GROUP, "tags.Team"), waits())
    episode = DriftEpisode.objects.get()
    assert (check.finding, check.drifted, check.ignored) == ("drifted_and_pending", 1, 1)
    assert [item["attributes"] for item in episode.items] == [["size"]]


def test_what_is_pending_stays_pending_when_its_drift_is_noise(lin, checks, stack):
    add_noise_rule(lin, stack.repository, DATABASE, "", "known", 30)
    assert checks.next(drifts(), waits()).finding == "pending"


def test_a_rule_that_expired_hides_nothing(lin, checks, stack):
    add_noise_rule(lin, stack, DATABASE, "", "known", 30)
    NoiseRule.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert checks.next(drifts()).finding == "drifted"


def test_a_rule_of_another_repository_hides_nothing(lin, checks):
    add_noise_rule(lin, make_repository("acme/other"), DATABASE, "", "known", None)
    assert checks.next(drifts()).finding == "drifted"


@pytest.mark.parametrize(
    ("address", "attribute", "reason", "days"),
    [("*", "", "all", 7), ("**", "*", "all", 7), ("", "tags", "none", 7), ("a.b", "", "", 7),
     ("a.b", "", "long", 999), ("a" * 501, "", "long", 7)],
)  # fmt: skip
def test_a_rule_that_hides_everything_or_nothing_is_refused(lin, stack, address, attribute, reason, days):
    with pytest.raises(Refused):
        add_noise_rule(lin, stack, address, attribute, reason, days)
    assert NoiseRule.objects.count() == 0
