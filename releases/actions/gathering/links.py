"""The links of an application, and what came of opening them."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import page
from releases.core.facts.links import Link, Links
from releases.models import LinkKind, LinkLook, Release


def gather(release: Release, _now: datetime) -> Links:
    application = release.application
    looks = {one.kind: one for one in LinkLook.objects.filter(application=application)}
    named = {LinkKind.RUNBOOK: application.runbook, LinkKind.DASHBOARD: application.dashboard}
    links = tuple(_link(kind.value, url, looks.get(kind)) for kind, url in named.items())
    return Links(page=page("releases:application", application.slug), links=links)


def _link(kind: str, url: str, look: LinkLook | None) -> Link:
    """What was seen of another address says nothing of this one."""
    if look is None or look.url != url:
        return Link(kind=kind, url=url)
    return Link(
        kind=kind, url=url, status=look.status, led_to=look.led_to, error=look.error,
        looked_at=look.looked_at,
    )  # fmt: skip


GATHERER = Gatherer(Links, gather)
