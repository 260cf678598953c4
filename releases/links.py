"""Addresses of the pages of releases."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from maturity.models import Event
from releases.models import Release


def release_path(release: Release) -> str:
    return path_of(release.application.slug, release.version)


def path_of(application: str, version: str) -> str:
    return reverse("releases:release", args=[application, version])


def of_event(event: Event) -> str:
    """Of an event about a release, its page; about an application, the application's."""
    application, version = event.data.get("application"), event.data.get("version")
    if not isinstance(application, str) or not application:
        return ""
    try:
        if event.kind.partition(".")[0] != "deployment" and isinstance(version, str) and version:
            return path_of(application, version)
        deployment = event.data.get("deployment")
        if event.kind.startswith("deployment.") and isinstance(deployment, int):
            return reverse("releases:deployment", args=[application, deployment])
        return reverse("releases:application", args=[application])
    except NoReverseMatch:  # written long ago, when addresses were others
        return ""
