"""Who wrote commits: their authors, and the co-authors that their messages name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

MOST = 5_000  # people; whatever has more is no release of ours
_CO_AUTHOR = re.compile(
    r"^[ \t]{0,8}co-authored-by:([^<>\n]{0,300})<([^<>\n]{1,254})>", re.IGNORECASE | re.MULTILINE
)


class Author(Struct, frozen=True):
    name: str
    email: str


def authors(commits: Iterable[tuple[str, str, str]]) -> tuple[Author, ...] | None:
    """Of (author's name, e-mail, message), each person once by e-mail; None when there are too many."""
    found: dict[str, Author] = {}
    for name, email, message in commits:
        people = [(name, email), *_CO_AUTHOR.findall(message)]
        for written, address in people:
            address = address.strip()
            found.setdefault(address.casefold(), Author(written.strip()[:200], address[:254]))
    return tuple(found.values()) if len(found) <= MOST else None
