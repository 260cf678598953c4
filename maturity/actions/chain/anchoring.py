"""Putting the end of the chain where nobody can change it, once a day, and comparing with what is there."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings

from maturity.adapters.aws import anchors
from maturity.adapters.aws.session import Access
from maturity.adapters.errors import AdapterError
from maturity.core.chain import GENESIS, Flaw
from maturity.core.state.places import Place, place_of
from maturity.models import Anchor, ChainHead, ChainLink, Connection
from maturity.models.chain import ONLY

log = logging.getLogger(__name__)
EVERY = timedelta(hours=23)  # asked once an hour: so it is done once a day
MOVED = "the chain differs from what was put in safe keeping"


def anchor(now: datetime) -> Anchor | None:
    """Put it there when a day is over and something happened. A failure is a row too, and is tried again."""
    folder = _folder()
    head = ChainHead.objects.filter(pk=ONLY).first()
    last = Anchor.objects.filter(error="").order_by("-at").first()
    if folder is None or head is None or not head.count:
        return None
    if last and (last.at > now - EVERY or last.position == head.count):
        return None
    row = Anchor(position=head.count, hash=head.hash, at=now)
    try:
        put = anchors.put(_access(), folder, head.count, head.hash, now, settings.RUNGS_ANCHOR_DAYS)
        row.place, row.version = put.place, put.version
    except AdapterError as error:
        row.error = str(error)[:1000]
        log.error("the chain could not be anchored: %s", error)
        Anchor.objects.exclude(error="").delete()  # the last failure says it all
    row.save()
    return row


def compared() -> tuple[int, list[Flaw]]:
    """How many anchors agree with the chain, and those that do not. Raises AdapterError.

    They are read where they were put: our own rows could have been changed as well.
    """
    folder = _folder()
    if folder is None:
        return 0, []
    kept = anchors.kept(_access(), folder)
    chain = dict(ChainLink.objects.filter(position__in=list(kept)).values_list("position", "hash"))
    chain[0] = GENESIS
    wrong = [Flaw(place, MOVED) for place, digest in sorted(kept.items()) if chain.get(place) != digest]
    return len(kept) - len(wrong), wrong


def _folder() -> Place | None:
    return place_of(settings.RUNGS_ANCHOR)


def _access() -> Access:
    name: str = settings.RUNGS_ANCHOR_CONNECTION
    if not name:
        return anchors.OwnIdentity()
    found = Connection.objects.filter(name=name).first()
    if found is None:
        raise AdapterError(f"RUNGS_ANCHOR_CONNECTION: there is no connection called {name}", permanent=True)
    return found
