"""What one stack goes through in two days: rows, pointers and Events, in order."""

from __future__ import annotations

import pytest
from django.utils import timezone

from maturity.actions.checks.episodes import close_gone
from maturity.models import DriftCheck, DriftEpisode, Event, Outcome, Plan, PlanContent, Stack
from tests.maturity.actions.checks.making import (
    DATABASE,
    GROUP,
    drifts,
    failed,
    kinds,
    observed,
    waits,
)

pytestmark = pytest.mark.django_db


def test_a_clean_check_leaves_a_row_and_nothing_else(checks, stack):
    check = checks.next()
    stack.refresh_from_db()
    assert (check.finding, check.plan, check.outcome) == ("in_sync", None, Outcome.FINISHED)
    assert (stack.finding, stack.checked_at, stack.latest_check) == ("in_sync", check.started_at, check)
    assert (stack.calendar, stack.calendar_end) == ("o", check.day)
    assert (kinds(), Plan.objects.count(), DriftEpisode.objects.count()) == ([], 0, 0)


def test_drift_opens_an_episode_and_tells_once(checks, stack):
    clean = checks.next()
    check = checks.next(drifts(DATABASE, "size", "tags.Team"), waits())
    episode, event = DriftEpisode.objects.get(), Event.objects.get()
    stack.refresh_from_db()
    assert (episode.resources, episode.attributes, episode.deleted) == (1, 2, 0)
    assert (episode.clean_before, episode.first_seen_at) == (clean.started_at, check.started_at)
    assert check.plan is not None
    assert (episode.plan, check.plan.changes[0].address) == (check.plan, DATABASE)
    assert (stack.drift_since, stack.drifted_at) == (check.started_at, check.started_at)
    assert (stack.finding, stack.drifted_resources, stack.pending_resources) == ("drifted_and_pending", 1, 1)
    assert (event.kind, event.stack, event.repository) == ("drift.opened", stack, stack.repository)
    assert event.subject == "acme/network/live/prod prod"
    assert event.data["episode"] == episode.pk


def test_the_same_drift_again_is_counted_and_not_told(checks):
    checks.next(drifts())
    last = checks.next(drifts())
    episode = DriftEpisode.objects.get()
    assert (episode.checks, episode.last_seen_at) == (2, last.started_at)
    assert kinds() == ["drift.opened"]


def test_hourly_checks_of_the_same_drift_share_one_plan(checks):
    first, second = checks.next(drifts()), checks.next(drifts())
    third = checks.next(drifts(DATABASE, "other"))
    assert first.plan == second.plan != third.plan
    assert PlanContent.objects.count() == 2


def test_the_same_drift_at_another_commit_is_another_plan(checks):
    assert checks.next(drifts()).plan != checks.next(drifts(), commit="b").plan


def test_drift_that_grows_is_told_and_keeps_its_beginning(checks, stack):
    first = checks.next(drifts())
    grown = checks.next(drifts(), drifts(GROUP, deleted=True))
    episode = DriftEpisode.objects.get()
    assert (episode.resources, episode.deleted, episode.grew_at) == (2, 1, grown.started_at)
    assert episode.first_seen_at == first.started_at
    assert kinds() == ["drift.opened", "drift.grew"]
    stack.refresh_from_db()
    assert stack.drift_since == first.started_at


def test_drift_that_shrinks_is_not_told(checks):
    checks.next(drifts(), drifts(GROUP))
    checks.next(drifts())
    episode = DriftEpisode.objects.get()
    assert (episode.resources, len(episode.items)) == (1, 2)
    assert [item["ending"] for item in episode.items] == ["", "reverted"]
    assert kinds() == ["drift.opened"]


def test_drift_that_is_over_ends_its_episode(checks, stack):
    checks.next(drifts())
    last = checks.next()
    episode = DriftEpisode.objects.get()
    stack.refresh_from_db()
    assert (episode.ended_at, episode.ending) == (last.started_at, "reverted")
    assert episode.evidence["sentence"] == "The code is the same, and the plan finds nothing to change."
    assert (episode.resources, episode.items[0]["ended"] is not None) == (1, True)
    assert (stack.drift_since, stack.finding, stack.drifted_at) == (None, "in_sync", episode.first_seen_at)
    assert kinds() == ["drift.opened", "drift.resolved"]
    assert Event.objects.latest("pk").data["ending"] == "reverted"


def test_drift_that_the_code_follows_was_adopted(checks):
    checks.next(drifts())
    checks.next(observed(), commit="b")
    episode = DriftEpisode.objects.get()
    assert (episode.ending, episode.evidence["previous_commit"]) == ("adopted", "a" * 40)


def test_the_same_drift_later_names_the_episode_before(checks):
    checks.next(drifts())
    checks.next()
    checks.next(drifts(GROUP))
    checks.next()
    checks.next(drifts())
    first, other, again = DriftEpisode.objects.order_by("pk")
    assert (again.recurs, other.recurs) == (first, None)


def test_pending_changes_are_no_drift(checks, stack):
    check = checks.next(waits())
    stack.refresh_from_db()
    assert (check.finding, stack.pending_resources, stack.calendar) == ("pending", 1, "p")
    assert (check.plan.pending, DriftEpisode.objects.count(), kinds()) == (1, 0, [])


def test_a_plan_that_failed_changes_nothing_that_was_found(checks, stack):
    found = checks.next(drifts())
    check = checks.take(failed())
    stack.refresh_from_db()
    assert (check.outcome, check.finding, check.error) == ("errored", "", "No valid credential sources found")
    assert (check.plan.errored, check.plan.error) == (True, "No valid credential sources found")
    assert (stack.finding, stack.checked_at, stack.latest_check) == ("drifted", found.started_at, found)
    assert (stack.attempt, stack.attempted_at, stack.failures) == ("errored", check.started_at, 1)
    assert DriftEpisode.objects.open().get().checks == 1


def test_two_days_of_one_stack_leave_exactly_these_events(checks, stack):
    checks.next()
    checks.next(drifts())
    checks.next(drifts())
    checks.next(drifts(), drifts(GROUP))
    checks.next()
    checks.next(waits())
    for _ in range(3):
        checks.fail()
    checks.next(waits(), drifts(GROUP))
    checks.next(commit="b")
    stack.refresh_from_db()
    assert kinds() == [
        "drift.opened", "drift.grew", "drift.resolved", "check.failing", "check.recovered", "drift.opened",
        "drift.resolved",
    ]  # fmt: skip
    assert list(DriftEpisode.objects.order_by("pk").values_list("ending", flat=True)) == [
        "reverted", "unknown",
    ]  # fmt: skip
    assert DriftCheck.objects.count() == 11
    assert stack.calendar[-1] in "12o"


def test_drift_of_a_stack_that_left_its_repository_is_over(checks, stack):
    checks.next(drifts())
    assert close_gone(timezone.now()) == 0
    Stack.objects.update(gone_at=timezone.now())
    assert (close_gone(timezone.now()), close_gone(timezone.now())) == (1, 0)
    episode = DriftEpisode.objects.get()
    stack.refresh_from_db()
    assert (episode.ending, episode.evidence["why"], stack.drift_since) == ("gone", "stack_gone", None)
    assert kinds() == ["drift.opened", "drift.resolved"]
