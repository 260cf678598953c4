"""Five minutes of a metric, and units that do not fit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releases.core.slots import SECONDS, sampled, slot_of
from releases.core.units import doubt

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()


def test_a_slot_has_the_median_of_its_own_points():
    found = sampled([(NOON + at, value) for at, value in ((0, 1.0), (60, 9.0), (299, 2.0), (300, 5.0))])
    assert [(one.at.timestamp() - NOON, one.value, one.points) for one in found] == [
        (0, 2.0, 3),
        (300, 5.0, 1),
    ]


def test_counts_of_a_slot_are_added_up():
    (one,) = sampled([(NOON, 1.0, 10.0), (NOON + 60, 0.0, 20.0)])
    assert (one.bad, one.total, one.value, one.points) == (1.0, 30.0, None, 2)


@given(st.lists(st.floats(1e9, 1e9 + 1e5), max_size=40, unique=True))
def test_slots_lie_on_one_grid_and_hold_every_point_once(times):
    found = sampled((at, 1.0) for at in times)
    assert sum(one.points for one in found) == len(times)
    assert all(one.at.timestamp() % SECONDS == 0 for one in found)
    assert [one.at for one in found] == sorted({one.at for one in found})


def test_the_slot_that_is_open_began_at_most_five_minutes_ago():
    assert slot_of(datetime(2026, 11, 23, 12, 4, 59, tzinfo=UTC)) == datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given_in", "unit", "scale"),
    [("second", "ms", 1000), ("millisecond", "ms", 1), ("", "ms", 1), ("request", "", 1), ("percent", "%", 1),
     ("fraction", "%", 100), ("byte", "MiB", 1 / 1024**2), ("apple", "ms", 1), ("second", "", 1)],
)  # fmt: skip
def test_a_unit_that_fits_or_that_nobody_knows_raises_no_doubt(given_in, unit, scale):
    assert doubt(given_in, unit, scale) == ""


@pytest.mark.parametrize(
    ("given_in", "unit", "scale", "said"),
    [("second", "ms", 1, "the source gives second: to be in ms they are multiplied by 1000, not by 1"),
     ("byte", "ms", 1, "the source gives byte, and the metric is in ms")],
)  # fmt: skip
def test_a_unit_that_cannot_be_is_said(given_in, unit, scale, said):
    assert doubt(given_in, unit, scale) == said
