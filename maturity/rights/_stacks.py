"""The stacks that are read with a connection."""

from __future__ import annotations

from maturity import access
from maturity.core.state.permissions import Wanted
from maturity.models import Role
from maturity.models.stacks import StackQuerySet
from maturity.rights import Asked

MOST = 2_000


def wanted(asked: Asked) -> list[Wanted]:
    """Its own; while it has none, all that have no connection. What has no known place needs nothing yet."""
    if "stacks" not in asked.known:
        own = access.stacks_for(asked.user).present().filter(connection=asked.connection)
        free = access.stacks_where(asked.user, Role.LEAD).present().filter(connection=None)
        asked.known["stacks"] = _wanted(own if own.exists() else free)
    found: list[Wanted] = asked.known["stacks"]
    return found


def _wanted(stacks: StackQuerySet) -> list[Wanted]:
    rows = stacks.exclude(state_place="").order_by("pk")[:MOST]
    return [Wanted(row.state_object, row.lock_table, row.state_region) for row in rows if row.state_object]
