"""Who holds the states of a release, as their stores told last."""

from __future__ import annotations

from datetime import datetime

from maturity.models import StateLock
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import names_of, page, settings_page, touched
from releases.core.facts.locks import Lock, Locks, State
from releases.models import Release


def gather(release: Release, now: datetime) -> Locks:
    rows = list(touched(release))
    names = names_of(rows)
    mine = touched(release).order_by().values("pk")
    held = {one.stack_id: one for one in StateLock.objects.held().filter(stack__in=mine)}
    states = tuple(
        State(
            stack=names[one.pk], url=page("maturity:stack", one.pk), seen_at=one.state_checked_at,
            error=one.state_error, lock=_lock(held.get(one.pk)),
        )
        for one in rows
    )  # fmt: skip
    return Locks(settings_page(release), states)


def _lock(row: StateLock | None) -> Lock | None:
    return Lock(who=row.who, since=row.since, operation=row.operation) if row else None


GATHERER = Gatherer(Locks, gather)
