"""The review that is owed for going without the gates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.models import User
from releases.core.state import BEFORE
from releases.models import PostReview, Release
from releases.views._parts import Part


def told(release: Release, user: User, now: datetime) -> dict[str, Any] | None:
    if release.state in BEFORE or not vars(release).get("overridden", True):
        return None
    found = PostReview.objects.filter(override__release=release).select_related("override")
    review = found.order_by("-due_at").first()
    return {"review": review} if review else None


PART = Part(place=10, template="releases/_part_review.html", told=told)
