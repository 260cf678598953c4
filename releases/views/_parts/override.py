"""Break-glass on the page of a release: the way to it, and the review it owes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from maturity.access import may
from maturity.models import Role, User
from releases.core.machine import Move, after
from releases.models import PostReview, Release
from releases.views._parts import Part


def told(release: Release, user: User, now: datetime) -> dict[str, Any] | None:
    """Before it is on its way, for leads alone; afterwards, when the glass was broken."""
    if after(release.state, Move.OVERRIDE) is not None:
        leads = may(user, Role.LEAD, release.application.team)
        return {"review": None} if leads else None
    review = PostReview.objects.filter(override__release=release).select_related("override").last()
    return {"review": review, "now": now} if review else None


PART = Part(place=90, template="releases/_override_part.html", told=told)
