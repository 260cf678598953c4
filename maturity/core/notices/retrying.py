"""How long a channel that failed is left alone, and when a message is given up."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)
ASKED = timedelta(hours=1)  # for longer nobody is left alone, whatever they ask for
DOUBT = timedelta(minutes=1)
GIVE_UP = timedelta(hours=24)
FAILING_AFTER = 4  # failures in a row: about five minutes


def pause(failures: int, asked: timedelta | None = None, *, doubtful: bool = False) -> timedelta:
    """After so many failures in a row. asked: what the other side wants, in "Retry-After".

    doubtful  what was sent may still be under way: looking at once would not find it
    """
    own = min(FIRST * (1 << min(max(failures - 1, 0), 10)), LONGEST)
    own = max(own, DOUBT) if doubtful else own
    return max(own, min(asked, ASKED)) if asked else own
