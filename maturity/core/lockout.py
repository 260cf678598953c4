"""How long somebody waits who failed to sign in, again and again."""

from __future__ import annotations

from datetime import timedelta

FREE = 5  # of one account: typing errors
FREE_OF_A_PLACE = 20  # of one address: an office shares it
FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)  # without another failure, counting starts anew
KNOWN = timedelta(days=30)  # for so long the address somebody signed in from is theirs


def pause(failures: int, free: int) -> timedelta | None:
    """After the last free failure a minute, then twice as long each time, up to an hour."""
    if failures < free:
        return None
    doubled: int = 2 ** min(failures - free, 10)
    return min(FIRST * doubled, LONGEST)
