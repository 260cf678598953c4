"""Ages and numbers as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maturity.core.criterion import Effort, Gate, Outcome, Strength
from maturity.core.facts.kind import Kind, KindName
from maturity.words import EFFORTS, GATES, KINDS, NO_LEVEL, OUTCOMES, STRENGTHS, ago, grouped, span

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "text"),
    [({"seconds": 59}, "0 min"), ({"minutes": 28}, "28 min"), ({"hours": 3, "minutes": 59}, "3 h"),
     ({"hours": 24}, "1 d"), ({"hours": 26}, "1 d 2 h"), ({"days": 13, "hours": 5}, "13 d")],
)  # fmt: skip
def test_a_length_of_time_has_at_most_two_units(length: dict[str, int], text: str) -> None:
    assert span(timedelta(**length)) == text


@pytest.mark.parametrize(
    ("then", "text"),
    [(NOW, "just now"), (NOW - timedelta(minutes=28), "28 min ago"), (NOW + timedelta(hours=3), "in 3 h"),
     (NOW + timedelta(seconds=9), "just now"), (NOW + timedelta(days=7, seconds=-9), "in 7 d"),
     (NOW + timedelta(days=1, seconds=-9), "in 1 d"), (NOW + timedelta(minutes=59, seconds=51), "in 1 h"),
     (NOW + timedelta(days=6, hours=11), "in 6 d"), (NOW + timedelta(hours=2, minutes=29), "in 2 h")],
)  # fmt: skip
def test_an_age_says_past_or_future(then: datetime, text: str) -> None:
    assert ago(then, NOW) == text


def test_thousands_are_grouped() -> None:
    assert [grouped(n) for n in (0, 999, 1312, 1_800_000)] == ["0", "999", "1,312", "1,800,000"]


def test_everything_the_engine_can_say_has_a_word() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(GATES) == set(Gate)
    assert set(EFFORTS) == set(Effort)
    assert set(KINDS) == set(KindName)
    assert set(STRENGTHS) == set(Strength)


def test_every_kind_without_a_level_is_explained() -> None:
    assert set(NO_LEVEL) == {kind for kind in KindName if not Kind(kind, "").has_level}


def test_no_two_outcomes_look_alike() -> None:
    assert len({look.icon for look in OUTCOMES.values()}) == len(OUTCOMES)
