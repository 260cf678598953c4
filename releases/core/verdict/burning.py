"""The guard while a release is on its way: does it burn the error budget, and how much of it is gone?

Windows and factors: "The Site Reliability Workbook", chapter 5, multi-window, multi-burn-rate alerts.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from releases.core.verdict import beta
from releases.core.verdict.counts import MOST_EVENTS, Counts, allowed, flaw
from releases.core.verdict.judged import Judged, Verdict, Why, inconclusive, number, percent

HOUR, DAY = 3600, 86400
PERIOD = 30 * DAY
CONFIDENCE = 0.95
SPENT_FAILS, SPENT_MARGINAL = 0.02, 0.01
SEVERITY = (Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.FAIL)


class Rule(Struct, frozen=True):
    """Seconds of a long and a short window. budget: the share of the period's that the long one may burn."""

    long: int
    short: int
    budget: float

    def factor(self, period: float) -> float:
        return self.budget * period / self.long


# Those that wake somebody, and those that open a ticket. A release is stopped by the first kind.
PAGES = (Rule(HOUR, 300, 0.02), Rule(6 * HOUR, 1800, 0.05))
TICKETS = (Rule(DAY, 2 * HOUR, 0.10), Rule(3 * DAY, 6 * HOUR, 0.10))


class Window(Struct, frozen=True, forbid_unknown_fields=True):
    """What the last `seconds` brought; the part since the deployment, where that is shorter."""

    seconds: int
    bad: float
    total: float


def spans(since: float, rules: Sequence[Rule] = PAGES) -> dict[int, float]:
    """The windows to ask for, `since` seconds after the deployment: what burned before was not it."""
    return {seconds: min(seconds, since) for rule in rules for seconds in (rule.long, rule.short)}


def judge(
    windows: Sequence[Window], slo: float, period: float = PERIOD, rules: Sequence[Rule] = PAGES,
    confidence: float = CONFIDENCE,
) -> Judged:  # fmt: skip
    """Fails when even the lower bound of the share is above what a rule allows, in both of its windows."""
    known = {one.seconds: one for one in windows}
    pairs = [rule for rule in rules if rule.long in known and rule.short in known]
    refused = _refused([Counts(one.bad, one.total) for one in windows], slo)
    if refused is None and len(known) < len(windows):
        refused = inconclusive(Why.DUPLICATE, "A window was given twice.")
    if refused is None and not pairs:
        refused = inconclusive(Why.INSUFFICIENT, "No rule has both of its windows.")
    if refused:
        return refused
    told = [
        _by_rule(rule, known[rule.long], known[rule.short], slo, period, 1 - confidence) for rule in pairs
    ]
    return max(told, key=lambda one: SEVERITY.index(one.verdict))


def _refused(counts: Sequence[Counts], slo: float) -> Judged | None:
    if not 0 < slo < 1:
        return inconclusive(Why.IMPOSSIBLE, "An SLO lies between 0 and 100 percent.")
    return next(filter(None, map(flaw, counts)), None)


def _by_rule(rule: Rule, long: Window, short: Window, slo: float, period: float, alpha: float) -> Judged:
    factor = rule.factor(period)
    both = {"long": long, "short": short}
    if not all(round(one.total) for one in both.values()):
        return inconclusive(Why.NO_EVENTS, "No events in a window: nothing is known of them.")
    most = allowed(slo)
    burn = {name: one.bad / one.total / most for name, one in both.items()}
    low = {
        name: beta.clopper_pearson(round(one.bad), round(one.total), alpha)[0] / most
        for name, one in both.items()
    }
    verdict, then = Verdict.PASS, "that is in order."
    if min(low.values()) > factor:
        verdict, then = Verdict.FAIL, "the budget would be gone long before its time."
    elif min(burn.values()) > factor:
        verdict, then = Verdict.INCONCLUSIVE, "too few events to be certain."
    hours, times, limit = f"{rule.long / HOUR:g}", number(min(burn.values())), number(factor)
    said = f"The error budget burns at {times} times its rate, the limit over {hours} h is {limit}: {then}"
    return Judged(
        verdict=verdict, why=Why.BURNING, alpha=round(alpha, 12), burn=burn, burn_low=low, limit=factor,
        n=(round(long.total), round(short.total)), sentence=said,
    )  # fmt: skip


def budget(
    since: Counts, slo: float, expected: float | None, already: Counts | None = None,
    fail: float = SPENT_FAILS, marginal: float = SPENT_MARGINAL,
) -> Judged:  # fmt: skip
    """What the release has spent of the error budget, and what is left of it.

    since: events since the deployment. expected: events of a whole period. already: those of the period
    before the deployment; without them what is left is unknown, and nothing counts as usual. What is usual
    is no harm of the release: the verdict goes by what is beyond it, if it is for certain.
    """
    refused = _refused([since, already or Counts(0, 0)], slo)
    if refused:
        return refused
    if not expected or not 0 < expected < MOST_EVENTS:
        return inconclusive(Why.NO_EVENTS, "Nothing is known of the events of a whole period.")
    if not round(since.total):
        return inconclusive(Why.NO_EVENTS, "No events since the deployment.")
    whole = allowed(slo) * expected
    spent = since.bad / whole
    left = None if already is None else 1 - spent - already.bad / whole
    usual = already.bad / already.total if already and round(already.total) else 0.0
    lowest = beta.clopper_pearson(round(since.bad), round(since.total), 1 - CONFIDENCE)[0]
    beyond = max(since.bad - usual * since.total, 0.0) / whole if lowest > usual else 0.0
    verdict = Verdict.FAIL if beyond >= fail else Verdict.MARGINAL if beyond >= marginal else Verdict.PASS
    said = f"{percent(spent)} of the error budget is spent since the deployment"
    said += f", {percent(beyond)} beyond what is usual" if usual else ""
    said += f", {percent(left)} is left." if left is not None else "."
    return Judged(
        verdict=verdict, why=Why.SPENT, n=(round(already.total) if already else 0, round(since.total)),
        share=since.bad / since.total, spent=spent, beyond=beyond, left=left, limit=fail, sentence=said,
    )  # fmt: skip
