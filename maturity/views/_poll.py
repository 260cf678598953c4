"""How often a page asks about a scan at work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zlib import crc32

from msgspec import Struct

from maturity.models import Run, State

FIRST_WAIT, LONGEST_WAIT = 2, 15
LATE = timedelta(seconds=20)


class Poll(Struct, frozen=True):
    """When to ask again, in seconds, and what the page shows. `late`: no worker took the run for long."""

    every: int = FIRST_WAIT
    seen: str = ""
    late: bool = False

    @property
    def query(self) -> str:
        return urlencode({"every": self.every, "seen": self.seen})


def poll(run: Run, now: datetime, before: Poll | None = None) -> Poll:
    """Ask again soon after something moved, and less and less often while nothing does."""
    late = run.state == State.QUEUED and now - run.queued_at > LATE
    shown = f"{run.state} {run.attempt} {run.percent} {run.progress} {late}"
    seen = f"{crc32(shown.encode()):08x}"
    if before is None or before.seen != seen:
        return Poll(FIRST_WAIT, seen, late)
    return Poll(min(before.every + before.every // 2, LONGEST_WAIT), seen, late)


def asked_with(query: Mapping[str, str]) -> Poll:
    """The poll that led to this request, as far as it is plausible."""
    given = query.get("every", "")
    known = given.isascii() and given.isdigit() and len(given) <= 2
    every = min(max(int(given), FIRST_WAIT), LONGEST_WAIT) if known else FIRST_WAIT
    return Poll(every, query.get("seen", ""))
