"""The chain over all Events: each link's hash holds the one before it, so nothing can be changed in between.

hash = SHA-256(hash before || canonical JSON of the entry), 64 hexadecimal digits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

GENESIS = "0" * 64


class Entry(Struct, frozen=True):
    """What a link vouches for: the event, and the names of what it points to as they were then.

    at   ISO 8601 in UTC, to the microsecond
    who  {"actor", "repository", "stack", "team"}: names, where there was one; "actor_id", …: their numbers
    """

    position: int
    event: int
    at: str
    kind: str
    subject: str
    data: Any
    who: dict[str, str]


class Link(Struct, frozen=True):
    """entry: None when its event is gone."""

    position: int
    hash: str
    entry: Entry | None


class Flaw(Struct, frozen=True):
    position: int
    what: str


def hash_of(before: str, entry: Entry) -> str:
    told = msgspec.json.encode(entry, order="sorted")
    return hashlib.sha256(before.encode() + told).hexdigest()


def flaws(links: Iterable[Link], count: int, head: str) -> Iterator[Flaw]:
    """All that does not hold. links: in order of position; count, head: how many there are, the last hash."""
    before, expected = GENESIS, 1
    for link in links:
        if link.position != expected:
            yield Flaw(expected, _missing(expected, link.position - 1))
        if link.entry is None:
            yield Flaw(link.position, "its event was deleted")
        elif hash_of(before, link.entry) != link.hash:
            yield Flaw(link.position, "its event or its place in the chain was altered")
        before, expected = link.hash, link.position + 1
    if expected - 1 < count:
        yield Flaw(expected, _missing(expected, count))
    elif expected - 1 > count or before != head:
        yield Flaw(expected - 1, "the end of the chain is not the one that was noted")


def _missing(first: int, last: int) -> str:
    return "this link was removed" if first == last else f"the links {first} to {last} were removed"
