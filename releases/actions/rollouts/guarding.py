"""The guard of a release on its way: whether it burns the error budget. It may fail a step at any time.

Each minute, also while it is held: what is broken goes on being broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from releases.actions.rollouts.reading import Read, Window, new_groups, window, within
from releases.core.verdict import Judged, Verdict, Why, burning
from releases.core.verdict.judged import inconclusive
from releases.core.verdict.stored import Burn
from releases.models import Metric, MetricKind, Release

MOST = timedelta(hours=6)


class Guarded(Struct, frozen=True):
    """What the guard says, and by which metrics; None where none has an SLO by counts."""

    judged: Judged | None
    reads: tuple[Read, ...] = ()


def look(release: Release, metrics: Sequence[Metric], since: datetime, now: datetime) -> Guarded:
    """since: when the first step had effect; what burned before was not it. No transaction is open."""
    asked = [one for one in metrics if one.kind == MetricKind.COUNTS and one.slo is not None]
    if not asked:
        return Guarded(None)
    groups = new_groups(release)
    reads = tuple(_read(one, groups, since, now) for one in asked)
    worst = max((one.judged for one in reads), key=lambda one: burning.SEVERITY.index(one.verdict))
    return Guarded(worst, reads)


def _read(metric: Metric, groups: tuple[str, ...], since: datetime, now: datetime) -> Read:
    seen = window(metric, "after", max(since, now - MOST), now, groups)
    case = None if seen.error else _case(metric, seen, (now - since).total_seconds())
    judged = inconclusive(Why.INSUFFICIENT, seen.error) if case is None else case.judge()
    return Read(metric=metric, windows=(seen,), case=case, judged=judged, split=False)


def _case(metric: Metric, seen: Window, since: float) -> Burn:
    windows = []
    for seconds, length in burning.spans(since).items():
        counts = within(seen, length)
        windows.append(burning.Window(seconds, counts.bad, counts.total))
    return Burn(windows=tuple(windows), slo=metric.slo or 0.0)


def fails(found: Guarded) -> bool:
    return found.judged is not None and found.judged.verdict == Verdict.FAIL
