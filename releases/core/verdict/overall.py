"""All metrics of a release together. Nothing is averaged: one critical metric that fails is enough."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from releases.core.verdict.judged import Verdict

ALPHA = 0.05


class Item(Struct, frozen=True):
    verdict: Verdict
    critical: bool


def of(items: Sequence[Item], guard: Verdict = Verdict.PASS) -> Verdict:
    """guard: what `burning` says. No metric at all is inconclusive."""
    critical = [guard, *(item.verdict for item in items if item.critical)]
    others = [item.verdict for item in items if not item.critical]
    if Verdict.FAIL in critical:
        return Verdict.FAIL
    if not items or Verdict.INCONCLUSIVE in critical:
        return Verdict.INCONCLUSIVE
    if {Verdict.FAIL, Verdict.MARGINAL} & {*critical, *others}:
        return Verdict.MARGINAL
    if others and 2 * others.count(Verdict.INCONCLUSIVE) >= len(others):
        return Verdict.INCONCLUSIVE
    return Verdict.PASS


def sticky(before: Verdict | None, now: Verdict) -> Verdict:
    """What has failed stays failed: to recover once the traffic was taken away proves nothing."""
    return Verdict.FAIL if before == Verdict.FAIL else now


def alpha(critical: int) -> float:
    """Of each metric, so that all critical ones together miss in one of twenty releases (Bonferroni)."""
    return ALPHA / max(critical, 1)


def confidence(critical: int) -> float:
    return 1 - alpha(critical)
