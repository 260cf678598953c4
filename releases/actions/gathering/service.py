"""The service of an application where a release goes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import settings_page
from releases.actions.reading_code import stored
from releases.core.facts.service import Live, ServiceSeen, unpacked
from releases.models import Deployment, Release, Service

OLD = timedelta(hours=24)  # what AWS said before that may be anything by now


def gather(release: Release, now: datetime) -> ServiceSeen:
    application = release.application
    service = application.services.filter(environment=release.to_environment).first()
    given: dict[str, Any] = {
        "environment": release.get_to_environment_display(), "page": settings_page(release, "services"),
        "long_lived": application.long_lived, "session_p95": application.session_p95,
        "commit": release.commit,
    }  # fmt: skip
    if service is None:
        return ServiceSeen(**given)
    live, error = _live(service, now)
    code, _at, _why = stored(release)
    return ServiceSeen(
        name=service.name, connected=service.connection_id is not None, live=live, read_at=service.read_at,
        acts=service.acts, error=error, artifact=_serving(release), written=code.service if code else {},
        unread=code.unread if code else (),
        **given,
    )  # fmt: skip


def _live(service: Service, now: datetime) -> tuple[Live | None, str]:
    """What AWS said lately, and why there is nothing newer."""
    if service.live is None or service.read_at is None:
        return None, service.error
    if now - service.read_at > OLD:
        return None, service.error or f"it was read last on {service.read_at:%Y-%m-%d %H:%M} UTC"
    try:
        return unpacked(service.live), service.error
    except msgspec.ValidationError:
        return None, "what was read was written down by another version of Rungs"


def _serving(release: Release) -> str:
    """The artifact that one would go back to; "" when nobody told."""
    mine = Deployment.objects.filter(application=release.application_id)
    others = mine.serving(release.to_environment).exclude(version=release.version)
    return others.values_list("artifact", flat=True).first() or ""


GATHERER = Gatherer(ServiceSeen, gather)
