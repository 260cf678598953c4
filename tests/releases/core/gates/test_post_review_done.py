from __future__ import annotations

from datetime import UTC, datetime, timedelta

from releases.core.facts.reviews import OpenReview, OpenReviews
from releases.core.gate import Outcome, World, all_gates

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GATE = all_gates()["post_review_done"]


def owed(hours: float, release: str = "ai-shell 2.13.9") -> OpenReview:
    return OpenReview(release, "marco", NOW + timedelta(hours=hours), "/releases/ai-shell/2.13.9/review/")


def test_without_an_open_review_it_passes():
    assert GATE.run(World(OpenReviews()), {}, NOW).outcome is Outcome.PASSED


def test_an_open_review_blocks_before_it_is_due_already():
    found = GATE.run(World(OpenReviews((owed(5),))), {}, NOW)
    assert found.outcome is Outcome.FAILED
    assert "not reviewed yet; due 2026-11-23 14:00 UTC" in found.reason
    assert found.evidence[0].url == "/releases/ai-shell/2.13.9/review/"


def test_of_several_the_oldest_is_named_and_those_overdue_are_counted():
    found = GATE.run(World(OpenReviews((owed(5), owed(-1, "ai-shell 2.13.8")))), {}, NOW)
    assert found.reason == "the review of ai-shell 2.13.8 is overdue since 2026-11-23 08:00 UTC"
    assert found.values == {"open": 2, "overdue": 1}


def test_reviews_that_were_not_read_block():
    assert GATE.run(World(), {}, NOW).outcome is Outcome.UNKNOWN
