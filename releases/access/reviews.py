"""Reviews of emergency releases, by the team of their application."""

from __future__ import annotations

from maturity.access import Person, seen
from releases.models import PostReview
from releases.models.overrides import PostReviewQuerySet


def reviews_for(user: Person) -> PostReviewQuerySet:
    return PostReview.objects.filter(seen(user, "override__release__application__"))
