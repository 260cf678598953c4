"""Bringing the list of a host into rows, a page at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from maturity.actions.imports.lease import keep
from maturity.actions.repositories import connected_at
from maturity.adapters.address import Policy, check, origin_of
from maturity.adapters.hosting import connect
from maturity.core.hosts.listed import Listed
from maturity.models import Import, ImportItem, ImportState

MOST = 5_000


def list_some(found: Import, end: float) -> bool:
    """True when there is more to list. Raises AdapterError, LeaseLost."""
    policy = Policy.of_settings()
    origin = origin_of(check(found.address, policy))
    with connect(found.address, found.host, policy, stranger=True) as forge:
        while True:
            rows, more = forge.repositories(found.page)
            room = MOST - found.items.count()
            with transaction.atomic():
                keep(found, page=found.page + 1, attempt=0, error="", capped=more and len(rows) >= room)
                _store(found, rows[: max(room, 0)], origin)
            if not more or found.capped:
                found.end(ImportState.CHOOSING, timezone.now())
                return False
            if time.monotonic() > end:
                return True


def _store(found: Import, rows: Sequence[Listed], origin: str) -> None:
    """The address is made of the name: what a host says its repositories' addresses are is not believed."""
    urls = [f"{origin}/{one.name}" for one in rows]
    known = connected_at(urls)
    made = [
        ImportItem(
            of=found, name=one.name, url=url, topics=list(one.topics),
            archived=one.archived, fork=one.fork, empty=one.empty, pushed_at=one.pushed_at,
            chosen=not (one.archived or one.empty or url in known),
        )
        for one, url in zip(rows, urls, strict=True)
    ]  # fmt: skip
    ImportItem.objects.bulk_create(made, ignore_conflicts=True)
