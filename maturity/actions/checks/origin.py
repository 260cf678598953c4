"""Who looked at a stack, when, and at what: the part of a check that its sender tells about itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Run, Source

OLDEST = timedelta(days=30)
KEY_LENGTH = 200


class Origin(Struct, frozen=True, kw_only=True):
    """Texts come from outside: `trusted` cuts them to what a row takes.

    commit, ref      what was planned
    url              the job that planned
    actor            who started it, as its CI says
    title            what it is for: a pull request's title, a commit's subject
    idempotency_key  what the sender calls this run: the same key twice is the same check
    """

    source: Source
    started_at: datetime
    finished_at: datetime
    commit: str = ""
    ref: str = ""
    url: str = ""
    actor: str = ""
    title: str = ""
    idempotency_key: str | None = None
    run: Run | None = None


def trusted(origin: Origin, now: datetime) -> Origin:
    """As it may be stored. A clock that runs ahead is set to ours; one that is a month behind is refused."""
    if timezone.is_naive(origin.started_at) or timezone.is_naive(origin.finished_at):
        raise Refused("recording a check: its times carry no time zone")
    started = min(origin.started_at, now)
    if started < now - OLDEST:
        raise Refused(f"recording a check: it is said to have started more than {OLDEST.days} days ago")
    key = origin.idempotency_key or None
    if key is not None and len(key) > KEY_LENGTH:
        raise Refused(f"recording a check: its idempotency key has more than {KEY_LENGTH} characters")
    return replace(
        origin, started_at=started, finished_at=min(max(origin.finished_at, started), now),
        commit=clean(origin.commit)[:64], ref=clean(origin.ref)[:250], url=_address(origin.url),
        actor=clean(origin.actor)[:200], title=clean(origin.title)[:250],
        idempotency_key=None if key is None else clean(key),
    )  # fmt: skip


def _address(url: str) -> str:
    """Pages link to it, so only what a browser may safely open is kept, without a login in it."""
    url = clean(url).strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return url if parts.scheme in ("http", "https") and len(url) <= 500 else ""
