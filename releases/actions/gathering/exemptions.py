"""What people said may be destroyed."""

from __future__ import annotations

from datetime import datetime

from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import settings_page
from releases.core.facts.exemptions import Exemption, Exemptions
from releases.models import Release

MOST = 500


def gather(release: Release, now: datetime) -> Exemptions:
    """Those that are over too: a gate says which one somebody may have relied on."""
    rows = release.application.exemptions.order_by("-until", "pk")[:MOST]
    given = tuple(
        Exemption(address=one.address, reason=one.reason, until=one.until, by=one.by) for one in rows
    )
    return Exemptions(settings_page(release, "exemptions"), given)


GATHERER = Gatherer(Exemptions, gather)
