"""Proving that nothing in the chain was changed, removed or put elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from maturity.actions.chain.anchoring import compared
from maturity.actions.chain.entries import entry, told
from maturity.core.chain import Flaw, Link, flaws
from maturity.models import ChainHead, ChainLink, Event
from maturity.models.chain import ONLY

AT_ONCE = 5000
MOST_FLAWS = 1000


class Report(Struct, frozen=True):
    """links: how many were looked at; outside: events that are not in the chain (yet); anchors that hold."""

    links: int
    hash: str
    outside: int
    anchors: int
    flaws: tuple[Flaw, ...]


def verify() -> Report:
    """Of everything up to the end of the chain as it is now; links added meanwhile come next time.

    Raises AdapterError: the anchors could not be read.
    """
    head = ChainHead.objects.filter(pk=ONLY).first() or ChainHead()
    found: list[Flaw] = []
    for flaw in flaws(_links(head.count), head.count, head.hash):
        found.append(flaw)
        if len(found) == MOST_FLAWS:
            break
    anchors, moved = compared()
    outside = Event.objects.filter(pk__gt=head.swept_to, link__isnull=True).count()
    put_in = [Flaw(0, f"event {pk} was put in later") for pk in _put_in(head.swept_to)]
    return Report(head.count, head.hash, outside, anchors, (*found, *put_in, *moved))


def _put_in(swept_to: int) -> list[int]:
    """Events outside of the chain that stand before one up to which all are in it."""
    loose = Event.objects.filter(pk__lte=swept_to, link__isnull=True)
    return list(loose.order_by("pk").values_list("pk", flat=True)[:MOST_FLAWS])


def _links(last: int) -> Iterator[Link]:
    """Up to this position, and what stands beyond it without having been noted."""
    after = 0
    while True:
        following = ChainLink.objects.filter(position__gt=after).order_by("position")
        rows = list(following.values_list("position", "event_id", "who", "hash")[:AT_ONCE])
        events = told(pk for _position, pk, _who, _hash in rows)
        for position, pk, who, digest in rows:
            if position > last and _noted(position):
                return
            row = events.get(pk)
            yield Link(position, digest, entry(position, row, who) if row else None)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]


def _noted(position: int) -> bool:
    """Whether the end of the chain has moved on to it since we began."""
    return ChainHead.objects.filter(pk=ONLY, count__gte=position).exists()
