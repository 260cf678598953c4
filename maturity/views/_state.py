"""The part of a stack's page that is about its state: versions, writers, lock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from maturity.core.state.locks import held_long
from maturity.models import Stack

VERSIONS = 8


def state_context(stack: Stack, now: datetime, lock_long: timedelta) -> dict[str, Any]:
    """`state` for `maturity/_state.html`: two queries. `unversioned`: a write replaces the one before."""
    versions = list(stack.state_versions.order_by("-at", "-pk")[:VERSIONS])
    lock = stack.locks.held().first()
    state = {
        "versions": versions,
        "unversioned": bool(versions) and versions[0].version.startswith("null"),
        "lock": lock,
        "held_long": lock is not None and held_long(lock.since, now, lock_long),
        "place": stack.state_object,
    }
    return {"state": state}
