"""Staying the owner of an import."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from maturity.models import Import
from maturity.models.imports import LEASE


class LeaseLost(Exception):
    """Another worker has the import now: whatever this one found must not be written."""


def keep(found: Import, **changes: Any) -> None:
    """Renew the lease together with what changes. In a transaction, what is written beside it is undone."""
    if not found.move(lease_until=timezone.now() + LEASE, **changes):
        raise LeaseLost
