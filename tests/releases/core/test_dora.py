"""The four keys: what counts, what counts once, and when there is too little to say anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from releases.core.dora import Came, Four, four

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def came(days_ago: float, **fields: Any) -> Came:
    at = NOW - days_ago * DAY
    return Came(**{"version": f"v{days_ago}", "at": at, "committed_at": at - 5 * HOUR, **fields})


def month(*found: Came) -> Four:
    return four([came(60, version="first"), *found], NOW - 30 * DAY, NOW)


def test_two_deployments_are_not_enough_for_any_figure():
    keys = month(came(1, failed=True), came(2))
    assert [one.value for one in (keys.frequency, keys.lead_time, keys.failures, keys.restore)] == [None] * 4
    assert keys.frequency.cases == 2


def test_six_in_thirty_days_are_six_in_thirty_days():
    keys = month(*[came(n) for n in range(1, 7)])
    assert round(keys.frequency.value or 0, 3) == 1.4
    assert keys.days == 30


def test_an_application_that_is_young_is_not_held_against_days_before_it():
    keys = four([came(n) for n in range(1, 15)], NOW - 90 * DAY, NOW)
    assert (keys.frequency.value, keys.days) == (7.0, 14)


def test_a_week_at_least_has_to_be_seen():
    assert four([came(n / 4) for n in range(1, 9)], NOW - 30 * DAY, NOW).frequency.value is None


def test_lead_time_is_the_median_of_what_is_known():
    leads = [came(n, committed_at=NOW - n * DAY - n * HOUR) for n in range(1, 6)]
    keys = month(*leads, came(6, committed_at=None))
    assert (keys.lead_time.value, keys.lead_time.cases, keys.lead_time.others) == (3 * 3600, 5, 1)


def test_a_commit_younger_than_its_deployment_is_not_known():
    keys = month(*[came(n, committed_at=NOW) for n in range(1, 7)])
    assert (keys.lead_time.value, keys.lead_time.others) == (None, 6)


def test_what_two_machines_tell_of_is_one_deployment():
    told = [came(n) for n in range(1, 6)]
    twice = [came(n - 0.01, version=f"v{n}", failed=n == 1) for n in range(1, 6)]
    keys = month(*told, *twice)
    assert (keys.frequency.cases, keys.failures.value) == (5, 0.2)


def test_the_same_version_a_day_later_is_another_one():
    assert month(came(1, version="2"), came(2, version="2")).frequency.cases == 2


def test_time_to_restore_ends_with_the_next_good_one():
    bad = [came(n, failed=True) for n in (2, 4, 6, 8, 10)]
    good = [came(n - 0.25) for n in (2, 4, 6, 8, 10)]
    keys = month(*bad, *good)
    assert (keys.restore.value, keys.restore.cases, keys.failures.value) == (6 * 3600, 5, 0.5)


def test_it_is_restored_when_it_was_taken_back():
    bad = [came(n, failed=True, restored_at=NOW - n * DAY + HOUR) for n in range(1, 6)]
    assert month(*bad).restore.value == 3600


def test_what_is_still_broken_counts_as_open():
    keys = month(came(1, failed=True))
    assert (keys.restore.cases, keys.restore.others) == (0, 1)


@pytest.mark.parametrize("found", [[], [came(-1)]])
def test_nothing_and_the_future_say_nothing(found: list[Came]):
    assert four(found, NOW - 30 * DAY, NOW).frequency.value is None
