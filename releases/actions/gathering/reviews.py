"""Emergency releases of an application that nobody has reviewed yet."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from releases.actions.gathering import Gatherer
from releases.actions.principals import named
from releases.core.facts.reviews import OpenReview, OpenReviews
from releases.models import PostReview, Release


def gather(release: Release, _now: datetime) -> OpenReviews:
    rows = PostReview.objects.open().filter(
        override__release__application=release.application_id
    ).exclude(override__release=release).select_related("override__release__application")  # fmt: skip
    return OpenReviews(tuple(_told(one) for one in rows.order_by("due_at")))


def _told(one: PostReview) -> OpenReview:
    release, who = one.override.release, one.override.principal
    page = reverse("releases:review", args=[release.application.slug, release.version])
    url = f"{page}?attempt={release.attempt}"
    return OpenReview(str(release), named(who), one.due_at, url)


GATHERER = Gatherer(OpenReviews, gather)
