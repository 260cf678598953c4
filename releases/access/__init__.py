"""Who may see and do what to applications and releases: as `maturity.access` says it of repositories."""

from __future__ import annotations

from releases.access.applications import (
    application_for,
    application_for_write,
    applications_for,
    applications_of,
    applications_where,
    connections_of,
)
from releases.access.deployments import deployment_for
from releases.access.flags import flag_for, flag_for_write, flag_source_for_write, flags_for
from releases.access.freezes import freeze_for_write, freezes_for
from releases.access.metrics import (
    metric_for,
    metric_for_write,
    metric_source_for,
    metric_source_for_write,
    metric_sources_for,
)
from releases.access.releases import release_for, release_for_write, releases_for, releases_of, releases_where
from releases.access.reviews import reviews_for
from releases.access.templates import ORGANISATION, Owner, owner_for, owner_for_write, templates_of

__all__ = [
    "ORGANISATION",
    "Owner",
    "application_for",
    "application_for_write",
    "applications_for",
    "applications_of",
    "applications_where",
    "connections_of",
    "deployment_for",
    "flag_for",
    "flag_for_write",
    "flag_source_for_write",
    "flags_for",
    "freeze_for_write",
    "freezes_for",
    "metric_for",
    "metric_for_write",
    "metric_source_for",
    "metric_source_for_write",
    "metric_sources_for",
    "owner_for",
    "owner_for_write",
    "release_for",
    "release_for_write",
    "releases_for",
    "releases_of",
    "releases_where",
    "reviews_for",
    "templates_of",
]
