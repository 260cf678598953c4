"""Rows that CI sends to POST /api/v1/metrics: nothing is asked for, they are there."""

from __future__ import annotations

from releases.adapters.metrics._points import Kept
from releases.adapters.metrics._port import Asked, Series, Source, printable


def read(asked: Asked) -> Series:
    kept = Kept(asked)
    first = kept.values((point[0], point[1]) for point in asked.sent)
    if not asked.counts:
        return kept.level(first, asked.step_seconds)
    total = {point[0]: point[2] for point in asked.sent if len(point) == 3 and point[0] in first}
    return kept.counts(first, total, asked.step_seconds)


SOURCE = Source(
    kind="push",
    title="Sent by CI",
    hint="Nothing is asked for: a pipeline sends points to POST /api/v1/metrics, under this name.",
    sample="the name it is sent under",
    needs=frozenset(),
    wrong=printable,
    read=read,
    pulled=False,
)
