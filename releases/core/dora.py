"""The four keys of DORA for one application, each with the number of cases it is made of.

What counts as a deployment, a failure and a restore is said in docs/deployments.md, and on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

LEAST = 5  # cases; fewer are anecdotes
SAME = timedelta(hours=1)  # two machines tell of one deployment
WEEK = timedelta(days=7)


class Came(Struct, frozen=True, kw_only=True):
    """A version that served Prod.

    at            when it did
    committed_at  None while nobody told
    failed        a metric failed after it, or it was rolled back
    restored_at   when it was taken back; None: by the next one, or not at all
    """

    version: str
    at: datetime
    committed_at: datetime | None = None
    failed: bool = False
    restored_at: datetime | None = None


class Figure(Struct, frozen=True, kw_only=True):
    """value: None where there are too few cases. cases: it is made of; others: of which nothing is known."""

    value: float | None
    cases: int
    others: int = 0


class Four(Struct, frozen=True, kw_only=True):
    """frequency: a week; lead_time, restore: seconds, medians; failures: a share. days: were looked at."""

    frequency: Figure
    lead_time: Figure
    failures: Figure
    restore: Figure
    days: float


def four(came: Sequence[Came], since: datetime, now: datetime) -> Four:
    """came: all that are known, in any order. It begins with the first one, where that is younger."""
    known = distinct(came)
    begins = max(since, known[0].at) if known else since
    inside = [one for one in known if begins <= one.at <= now]
    leads = [(one.at - one.committed_at).total_seconds() for one in inside if one.committed_at is not None]
    true = [seconds for seconds in leads if seconds >= 0]  # a commit cannot be younger
    restores = [_restored(one, known) for one in inside if one.failed]
    ended = [seconds for seconds in restores if seconds is not None]
    weeks = (now - begins) / WEEK
    return Four(
        frequency=Figure(
            value=len(inside) / weeks if len(inside) >= LEAST and weeks >= 1 else None, cases=len(inside)
        ),
        lead_time=_median(true, len(inside) - len(true)),
        failures=Figure(
            value=sum(one.failed for one in inside) / len(inside) if len(inside) >= LEAST else None,
            cases=len(inside),
        ),
        restore=_median(ended, len(restores) - len(ended)),
        days=(now - begins) / timedelta(days=1),
    )


def _median(seconds: Sequence[float], others: int) -> Figure:
    value = median(seconds) if len(seconds) >= LEAST else None
    return Figure(value=value, cases=len(seconds), others=others)


def distinct(came: Sequence[Came]) -> list[Came]:
    """In order of time. The same version within an hour is one deployment, of which several machines told."""
    found: list[Came] = []
    for one in sorted(came, key=lambda each: each.at):
        last = found[-1] if found else None
        if last is not None and last.version == one.version and one.at - last.at <= SAME:
            found[-1] = replace(
                last, committed_at=last.committed_at or one.committed_at, failed=last.failed or one.failed,
                restored_at=last.restored_at or one.restored_at,
            )  # fmt: skip
        else:
            found.append(one)
    return found


def _restored(bad: Came, known: Sequence[Came]) -> float | None:
    """Seconds until it was taken back, or another one came that did not fail; None while neither happened."""
    ends = [one.at for one in known if one.at > bad.at and not one.failed]
    if bad.restored_at is not None and bad.restored_at > bad.at:
        ends.append(bad.restored_at)
    return (min(ends) - bad.at).total_seconds() if ends else None
