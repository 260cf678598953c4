"""What lies in another repository: when it may hold the answer, the answer is unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maturity.core.criterion import Finding, unknown
from maturity.core.facts.delivery import Delivery
from maturity.core.pipeline import Act, Event
from maturity.core.source import Source

_COMMIT = re.compile(r"@[0-9a-f]{40}\b")
ANSWER = "connecting the repository it comes from would answer it"


def outside(delivery: Delivery, acts: Sequence[Act], when: frozenset[Event]) -> Finding | None:
    """Unknown, naming what is used and where; None when nothing outside may do it and every file was read."""
    if one := delivery.outside(acts, when):
        text = f"{_COMMIT.sub(_short, one.ref)} may do it, and what it does is not in this repository"
        return unknown(text, one.at, *one.via, looked_at=[ANSWER])
    for skipped in delivery.pipelines.unreadable:
        return unknown(f"{skipped.path} could not be read: {skipped.reason}", Source(skipped.path))
    return None


def _short(commit: re.Match[str]) -> str:
    return commit[0][:8]
