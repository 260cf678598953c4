"""Shares of bad events: a rate of errors is judged by its counts, never as a level."""

from __future__ import annotations

import math

from msgspec import Struct
from msgspec.structs import replace

from releases.core.verdict import beta
from releases.core.verdict.judged import Judged, Verdict, Why, inconclusive, number, percent

MOST_EVENTS = 10**12


class Counts(Struct, frozen=True, forbid_unknown_fields=True):
    """Events of a window. A source that extrapolates may give fractions; they are rounded."""

    bad: float
    total: float


class CountSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """confidence: 1 - alpha. fail, marginal: ratios of the shares. slo: share of good events, 0.999 say.

    n_min: events each window needs.
    """

    confidence: float = 0.95
    fail: float = 2.0
    marginal: float = 1.25
    slo: float | None = None
    n_min: int = 100


def judge(before: Counts, after: Counts, settings: CountSettings | None = None) -> Judged:
    """By how many of all bad events fell into the second window: given their number, that is binomial."""
    chosen = settings or CountSettings()
    refused = flaw(before) or flaw(after) or _lacking(before, after, chosen)
    if refused:
        return refused
    figures = _figures(before, after, 1 - chosen.confidence)
    verdict, why, said = _rule(figures, chosen)
    return replace(figures, verdict=verdict, why=why, sentence=said)


def allowed(slo: float) -> float:
    """The share of bad events an SLO allows, as one would write it: 0.001, not 0.0010000000000000009."""
    return round(1 - slo, 12)


def flaw(counts: Counts) -> Judged | None:
    """What makes such counts impossible."""
    both = (counts.bad, counts.total)
    if not all(map(math.isfinite, both)):
        return inconclusive(Why.INFINITE, "The source gave a count that is no number.")
    if min(both) < 0:
        return inconclusive(Why.NEGATIVE, "The source gave a negative count.")
    if counts.total > MOST_EVENTS:
        return inconclusive(Why.TOO_LONG, "The source gave more events than can be counted.")
    if round(counts.bad) > round(counts.total):
        return inconclusive(Why.IMPOSSIBLE, "The source gave more bad events than events.")
    return None


def _lacking(before: Counts, after: Counts, settings: CountSettings) -> Judged | None:
    if settings.slo is not None and not 0 < settings.slo < 1:
        return inconclusive(Why.IMPOSSIBLE, "An SLO lies between 0 and 100 percent.")
    for total, when in ((before.total, "before"), (after.total, "after")):
        if round(total) < settings.n_min:
            said = f"Too few events {when}: {round(total)}, and {settings.n_min} are needed."
            return inconclusive(Why.INSUFFICIENT, said, (round(before.total), round(after.total)))
    return None


def _figures(before: Counts, after: Counts, alpha: float) -> Judged:
    n0, n1, bad = round(before.total), round(after.total), round(after.bad)
    both = round(before.bad) + bad
    low, high = beta.clopper_pearson(bad, both, alpha) if both else (0.0, 1.0)
    return Judged(
        verdict=Verdict.INCONCLUSIVE, why=Why.STRADDLES, sentence="", alpha=round(alpha, 12), n=(n0, n1),
        ratio=_ratio(bad / both, n0, n1) if both else None,
        low=_ratio(low, n0, n1), high=_ratio(high, n0, n1), p=beta.at_least(bad, both, n1 / (n0 + n1)),
        share=bad / n1, share_high=beta.clopper_pearson(bad, n1, alpha)[1],
    )  # fmt: skip


def _ratio(share: float, n0: int, n1: int) -> float | None:
    """Of the two shares, when this share of all bad events is in the second window; None: no bound."""
    return share / (1 - share) * n0 / n1 if share < 1 else None


def _rule(figures: Judged, settings: CountSettings) -> tuple[Verdict, Why, str]:
    share, highest = percent(figures.share or 0.0), figures.share_high or 0.0
    if settings.slo is not None and highest <= allowed(settings.slo):
        most, limit = percent(highest), percent(allowed(settings.slo))
        said = f"{share} are bad, {most} at most: the SLO allows {limit}."
        return Verdict.PASS, Why.WITHIN_SLO, said
    if figures.low == 0 and figures.high is None:
        n0, n1 = figures.n or (0, 0)
        return Verdict.PASS, Why.NO_BAD_EVENTS, f"Nothing bad in {n0} events before and in {n1} after."
    verdict, why, then = _by_interval(figures, settings)
    low, high = number(figures.low), number(figures.high)
    if figures.ratio is None:
        return verdict, why, f"{share} are bad, none was before (more than {low} times): {then}"
    times = number(figures.ratio)
    return verdict, why, f"{share} are bad, {times} times the share of before ({low} to {high}): {then}"


def _by_interval(figures: Judged, settings: CountSettings) -> tuple[Verdict, Why, str]:
    ratio = math.inf if figures.ratio is None else figures.ratio
    high = math.inf if figures.high is None else figures.high
    worse = figures.low is not None and figures.low > 1
    limit, worth = f"{settings.fail:g}", f"{settings.marginal:g}"
    if worse and ratio >= settings.fail:
        return Verdict.FAIL, Why.INTERVAL, f"worse for certain, and {limit} times is too much."
    if worse and ratio >= settings.marginal:
        return Verdict.MARGINAL, Why.INTERVAL, f"worse for certain, and {worth} times is worth a look."
    if high < settings.fail:
        return Verdict.PASS, Why.INTERVAL, f"less than {limit} times for certain."
    return Verdict.INCONCLUSIVE, Why.STRADDLES, f"too few events to tell whether it is {limit} times or more."
