"""Foreign names and numbers, as one line of a gate's reason holds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from releases.core.gate import Evidence

LONGEST = 80
MOST_EVIDENCE = 20
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def line(text: str, most: int = LONGEST) -> str:
    """On one line, without what cannot be seen or turns the writing round, at most so long."""
    text = " ".join("".join(one if one.isprintable() else " " for one in text[: 4 * most]).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def few(names: Sequence[str], most: int = 3) -> str:
    """Some of them, and how many more there are: "a, b, c and 4 more"."""
    shown = ", ".join(line(one) for one in names[:most])
    n = len(names) - most
    return f"{shown} and {n:,} more" if n > 0 else shown


def shown(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """As much as a page holds."""
    return tuple(islice(evidence, MOST_EVIDENCE))


def span(time: timedelta) -> str:
    """In minutes, hours or days ("26 h"), and never more than it was."""
    if time < 2 * HOUR:
        return f"{max(time, timedelta()) // timedelta(minutes=1)} min"
    return f"{time // HOUR} h" if time < 3 * DAY else f"{time // DAY:,} days"


def since(then: datetime, now: datetime) -> str:
    return span(now - then)


def short(sha: str) -> str:
    """A commit or a digest as people say it."""
    kind, _, rest = sha.rpartition(":")
    return f"{line(kind, 20)}:{line(rest[:12])}" if kind else line(sha[:7])
