"""Changes of a plan in few words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from maturity.core.plans.change import Action, Difference, ResourceChange, Role

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def changed(address: str, *paths: str, **more: Any) -> ResourceChange:
    """Changed outside; without paths as a stream tells it."""
    given = {
        "role": Role.DRIFT, "action": Action.UPDATE, "outside": Action.UPDATE,
        "drift": tuple(Difference(path, "1", "2") for path in paths),
    }  # fmt: skip
    return ResourceChange(address=address, **{**given, **more})


def deleted(address: str, **more: Any) -> ResourceChange:
    given = {"role": Role.DRIFT, "action": Action.CREATE, "outside": Action.DELETE}
    return ResourceChange(address=address, **{**given, **more})
