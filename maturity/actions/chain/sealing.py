"""Adding events to the chain: right after they are committed, and a sweep for those whose process died.

Not in the transaction that writes them: all would wait for the end of the chain until the one that holds it
is through, and two that also wait for each other's rows would never end.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, transaction

from maturity.actions.chain.entries import NAMES, entry, names, told
from maturity.core.chain import hash_of
from maturity.models import ChainHead, ChainLink, Event
from maturity.models.chain import ONLY

log = logging.getLogger(__name__)
AT_ONCE = 2000
# Numbers are given out before a commit: one this far behind the newest may still appear.
LATE = 5000


class _Waiting(threading.local):
    """The events of this thread's transaction."""

    def __init__(self) -> None:
        self.pks: list[int] = []


_waiting = _Waiting()


def on_saved(instance: Event, *, created: bool, **_: Any) -> None:
    """Of Django's signal: the event is in the chain as soon as others can see it."""
    if created:
        _waiting.pks.append(instance.pk)
        transaction.on_commit(_seal_waiting)


def _seal_waiting() -> None:
    pks, _waiting.pks = _waiting.pks, []
    if not pks:
        return
    try:
        seal(pks)
    except DatabaseError as error:
        log.warning("the sweep will add %s events to the chain: %s", len(pks), error)


def seal(pks: Sequence[int]) -> int:
    """Add those of these events that are not in the chain yet. How many that were."""
    with transaction.atomic():
        head, _ = ChainHead.objects.select_for_update().get_or_create(pk=ONLY)
        there = set(ChainLink.objects.filter(event__in=pks).values_list("event_id", flat=True))
        rows = told([pk for pk in pks if pk not in there], *NAMES)
        links = []
        for pk in sorted(rows):
            head.count += 1
            who = names(rows[pk])
            head.hash = hash_of(head.hash, entry(head.count, rows[pk], who))
            links.append(ChainLink(position=head.count, event_id=pk, who=who, hash=head.hash))
        ChainLink.objects.bulk_create(links, batch_size=500)
        ChainHead.objects.filter(pk=ONLY).update(count=head.count, hash=head.hash)
    return len(links)


def sweep(most: int = AT_ONCE) -> int:
    """Add what was left out, the oldest first. How many that were."""
    start = ChainHead.objects.filter(pk=ONLY).values_list("swept_to", flat=True).first() or 0
    later = Event.objects.filter(pk__gt=start).order_by("pk")
    pks = list(later.filter(link__isnull=True).values_list("pk", flat=True)[:most])
    added = seal(pks) if pks else 0
    newest = later.order_by("-pk").values_list("pk", flat=True).first() or start
    reached = pks[-1] if len(pks) == most else newest
    if reached - LATE > start:
        ChainHead.objects.filter(pk=ONLY, swept_to=start).update(swept_to=reached - LATE)
    return added
