"""Where states of feature flags are read with a connection."""

from __future__ import annotations

from maturity.rights import Asked
from releases.access import applications_for
from releases.models import FlagSource

MOST = 200


def places(asked: Asked, kind: str) -> list[str]:
    """Of the sources of this kind, a file of adapters/flags."""
    if "flags" not in asked.known:
        seen = applications_for(asked.user)
        rows = FlagSource.objects.filter(connection=asked.connection, application__in=seen)
        asked.known["flags"] = list(rows.order_by("place").values_list("kind", "place")[:MOST])
    return [place for one, place in asked.known["flags"] if one == kind]
