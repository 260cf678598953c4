"""Whose word a release waits for: on each item that people answer, and on the release as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from releases.core import quorum
from releases.core.checklist import Item, Kind
from releases.core.known import WHOLE, Known, Word
from releases.core.standing import ItemStanding, Standing, ignored, objection, waiver_of


class Request(Struct, frozen=True):
    """A word that is asked for.

    item   its key; WHOLE for the release
    title  of the item
    role   the least that can give it
    at     from then on, when what was said lapses by itself; None: already
    """

    item: str
    title: str
    role: int
    at: datetime | None = None


def requests(known: Known, found: Standing, now: datetime) -> tuple[Request, ...]:
    """Nobody is asked where somebody objects: they withdraw it, or what is released changes."""
    if not known.digest:
        return ()
    asked = [_item(one, known, found, now) for one in found.items if one.item.kind is Kind.MANUAL]
    return tuple(one for one in [*asked, _whole(known, found)] if one is not None)


def _item(one: ItemStanding, known: Known, found: Standing, now: datetime) -> Request | None:
    item = one.item
    if objection(item.key, found.words):
        return None
    request = Request(item.key, item.title, quorum.level(item.role))
    if not one.lets:
        return request
    ends = list(_ends(item, known, found, now))
    lasting = None in ends
    return None if lasting else Request(request.item, request.title, request.role, max(filter(None, ends)))


def _ends(item: Item, known: Known, found: Standing, now: datetime) -> Iterable[datetime | None]:
    """When each thing that lets it on is over: None for never."""
    waiver = waiver_of(item.key, known, now)
    if waiver is not None:
        yield waiver.until
    for one in found.words:
        word = one.word
        if word.item == item.key and word.approve and not ignored(one, item, now):
            yield _end(word, item.max_age)


def _end(word: Word, hours: int) -> datetime | None:
    aged = word.at + timedelta(hours=hours) if hours else None
    return min(filter(None, (aged, word.expires_at)), default=None)


def _whole(known: Known, found: Standing) -> Request | None:
    """While enough agree: from when one of them counts no longer."""
    if objection(WHOLE, found.words):
        return None
    words = [
        one.word for one in found.words if one.word.item == WHOLE and one.word.approve and not one.ignored
    ]
    ends = sorted({word.expires_at for word in words if word.expires_at is not None})
    for at in (None, *ends):
        counted = [one.voter.role for one in words if at is None or _after(one, at)]
        role = quorum.lacking(known.checklist.approvals or (), counted)
        if role is not None:
            return Request(WHOLE, "", role, at)
    return None


def _after(word: Word, at: datetime) -> bool:
    return word.expires_at is None or word.expires_at > at
