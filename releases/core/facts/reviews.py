"""What emergency releases owe."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class OpenReview(Struct, frozen=True):
    """Of a release that went without its gates. release: "ai-shell 2.13.9"; url: where it is reviewed."""

    release: str
    by: str
    due_at: datetime
    url: str


class OpenReviews(Struct, frozen=True):
    """Of the same application, those of the release itself left aside; the oldest first."""

    reviews: tuple[OpenReview, ...] = ()
