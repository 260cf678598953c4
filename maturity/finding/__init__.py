"""What search finds: each kind is one file here, or in another app's `finding`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from msgspec import Struct

from maturity import access, folders

OF_EACH = 8
LONGEST = 200


class Hit(Struct, frozen=True):
    """note  what tells it apart from others of its name"""

    icon: str
    name: str
    note: str
    url: str


class Kind(Struct, frozen=True):
    """`KIND` of its file.

    place  smaller comes first
    find   at most OF_EACH of what this person may see, every word of the question being in its name
    """

    place: int
    find: Callable[[access.Person, str], Iterable[Hit]]


@cache
def all_kinds() -> tuple[Kind, ...]:
    return tuple(sorted(folders.members("finding", "KIND"), key=lambda kind: kind.place))


def find(user: access.Person, q: str) -> list[Hit]:
    """One query for each kind; none for no question."""
    asked = q.replace("\0", "").strip()[:LONGEST]
    return [hit for kind in all_kinds() for hit in kind.find(user, asked)] if asked else []
