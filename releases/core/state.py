"""The states of a release."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    READY = "ready"
    APPROVED = "approved"
    ROLLING = "rolling"
    OBSERVING = "observing"
    HELD = "held"
    COMPLETED = "completed"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    ROLLBACK_FAILED = "rollback_failed"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"


GOING_BACK = frozenset({State.ROLLING_BACK, State.ROLLBACK_FAILED})
BEFORE = frozenset({State.DRAFT, State.IN_REVIEW, State.READY, State.APPROVED})
# At most one release of an application is here: nobody else moves its traffic. A rollback that failed is not
# over either.
ON_THE_WAY = frozenset({State.ROLLING, State.OBSERVING, State.HELD}) | GOING_BACK
OVER = frozenset({State.COMPLETED, State.ROLLED_BACK, State.REJECTED, State.SUPERSEDED, State.ABANDONED})
