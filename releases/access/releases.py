"""Releases, by the team of their application."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import Http404

from maturity.access import Person, expect, seen, where
from maturity.models import ApiToken, Role
from releases.access.applications import applications_of, expect_text
from releases.models import Override, Release
from releases.models.releases import ReleaseQuerySet


def releases_for(user: Person) -> ReleaseQuerySet:
    return Release.objects.filter(seen(user, "application__"))


def releases_where(user: Person, least: Role) -> ReleaseQuerySet:
    return Release.objects.filter(where(user, least, "application__"))


def release_for(user: Person, slug: str, version: str, attempt: int | None = None) -> Release:
    """The last attempt, or the one that is meant, and whether it was `overridden`. 404 for who may not."""
    expect_text(version)
    found = releases_for(user).filter(application__slug=slug, version=version)
    if attempt is not None:
        found = found.filter(attempt=attempt)
    whole = found.select_related("application__team", "application__repository", "rollback_plan", "author")
    whole = whole.annotate(overridden=Exists(Override.objects.filter(release=OuterRef("pk"))))
    release = whole.order_by("-attempt").first()
    if release is None:
        raise Http404
    return release


def release_for_write(
    user: Person, slug: str, version: str, least: Role, attempt: int | None = None
) -> Release:
    found = release_for(user, slug, version, attempt)
    expect(user, least, found.application.team)
    return found


def releases_of(token: ApiToken) -> ReleaseQuerySet:
    return Release.objects.filter(application__in=applications_of(token))
