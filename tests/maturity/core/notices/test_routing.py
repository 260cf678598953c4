"""Which routes take an event, and which of several counts."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from maturity.core.notices.routing import Facts, Slot, Way, decide, is_of, takes
from maturity.core.notices.timing import Digest, Quiet

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FACTS = Facts(7, "drift.opened", team=3, environment="prod")


def way(number: int = 1, **fields: Any) -> Way:
    return Way(number, **{"quiet": Quiet(UTC), **fields})


@pytest.mark.parametrize(
    ("kind", "patterns", "answer"),
    [
        ("drift.opened", ["drift.*"], True),
        ("drift.opened", ["drift.opened"], True),
        ("drift.opened", ["drift.grew", "check.*"], False),
        ("drifting.off", ["drift.*"], False),
        ("drift", ["drift.*"], False),
    ],
)
def test_a_group_of_kinds_is_all_that_begin_like_it(kind, patterns, answer):
    assert is_of(kind, patterns) is answer


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, True),
        ({"after": 6}, True),
        ({"after": 7}, False),
        ({"team": 3}, True),
        ({"team": 4}, False),
        ({"environments": frozenset({"prod", "stage"})}, True),
        ({"environments": frozenset({"stage"})}, False),
        ({"kinds": ("drift.*",)}, True),
        ({"kinds": ("lock.*",)}, False),
        ({"team": 3, "environments": frozenset({"prod"}), "kinds": ("lock.*",)}, False),
    ],
)
def test_a_route_takes_what_all_its_conditions_let_through(fields, answer):
    assert takes(way(**fields), FACTS) is answer


def test_what_is_the_organisations_own_is_told_only_where_a_route_names_it():
    locked = Facts(7, "login.locked", inner=True)
    assert not takes(way(), locked)
    assert takes(way(kinds=("login.*",)), locked)


def test_without_a_route_that_takes_it_nothing_is_told():
    assert decide(FACTS, [], NOW) is None
    assert decide(FACTS, [way(team=4)], NOW) is None


def test_of_several_routes_the_soonest_counts_and_the_channel_tells_once():
    digest = way(1, digest=Digest(UTC, time(9)))
    assert decide(FACTS, [digest, way(2)], NOW) == Slot(NOW)
    assert decide(FACTS, [digest], NOW) == Slot(NOW + timedelta(hours=21), "digest:1:2026-11-24T09:00")


def test_what_falls_into_quiet_hours_goes_out_together_at_their_end():
    quiet = way(5, quiet=Quiet(UTC, time(11), time(13)))
    assert decide(FACTS, [quiet], NOW) == Slot(NOW + timedelta(hours=1), "quiet:5:2026-11-23T13:00")
    assert decide(FACTS, [quiet], NOW + timedelta(hours=1)) == Slot(NOW + timedelta(hours=1))


def test_a_digest_whose_hour_is_quiet_waits_as_well():
    late = way(5, quiet=Quiet(UTC, time(8), time(10)), digest=Digest(UTC, time(9)))
    assert decide(FACTS, [late], NOW) == Slot(NOW + timedelta(hours=22), "digest:5:2026-11-24T09:00")
