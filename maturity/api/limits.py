"""How often a token may ask: counted in its row, for all processes together, in lots of many requests.

A process that has used up its lot asks for another one: only then something is written, and the token's last
use is noted along with it. Each minute begins anew.
"""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from django.conf import settings

from maturity.models import ApiToken

LOTS = 20  # the limit is handed out in so many parts
KEPT = 1_000
_left: dict[str, tuple[int, int]] = {}  # of this process, by digest: in which minute, how many more
_lock = Lock()


def seconds_to_wait(token: ApiToken, now: datetime) -> int:
    """0: go on."""
    since, most = int(now.timestamp()), settings.RUNGS_API_PER_MINUTE
    minute = since // 60
    if _take(token.digest, minute):
        return 0
    lot = max(1, most // LOTS)
    if not ApiToken.objects.filter(pk=token.pk).grant(minute, lot, most, now):
        return 60 - since % 60
    with _lock:
        if len(_left) >= KEPT:
            _left.clear()
        at, left = _left.get(token.digest, (minute, 0))
        _left[token.digest] = (minute, lot - 1 + (left if at == minute else 0))
    return 0


def forget() -> None:
    with _lock:
        _left.clear()


def _take(digest: str, minute: int) -> bool:
    with _lock:
        at, left = _left.get(digest, (0, 0))
        if at != minute or left < 1:
            return False
        _left[digest] = (minute, left - 1)
        return True
