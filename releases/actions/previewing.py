"""The rollback plan that a release would begin with, before anybody opens it."""

from __future__ import annotations

from datetime import datetime

from releases.actions.binding import plans_for
from releases.actions.opening import content_of
from releases.actions.rolling_back.known import known_of
from releases.core import undoing
from releases.core.rollback import Plan
from releases.models import Application, Release


def preview(application: Application, version: str, now: datetime) -> Plan:
    """From rows; nothing is written. What its code says is read when it is open, and missing here."""
    content = content_of(application, version, "", "", ())
    release = Release(
        application=application, version=content.version, artifact=content.artifact, commit=content.commit,
        base_version=content.base_version, base_commit=content.base_commit, state_at=now, created_at=now,
    )  # fmt: skip
    return undoing.plan_of(known_of(release, now, plans_for(release, now)))
