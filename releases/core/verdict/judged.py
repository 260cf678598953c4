"""What a judgement says."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

METHOD = "1"  # raised whenever the same samples and settings could give another verdict or another figure


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, no password
    MARGINAL = "marginal"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class Why(StrEnum):
    """What decided. The first group is judged, the second could not be."""

    INTERVAL = "interval"  # the interval of the ratio
    CEILING = "ceiling"  # every value keeps what the team set
    WITHIN_SLO = "within_slo"
    NO_BAD_EVENTS = "no_bad_events"
    UNADJUSTED = "unadjusted"  # worse, but no earlier weeks say what is usual at this time of day
    NOT_CERTAIN = "not_certain"  # worse by enough, but not certain enough to fail
    BURNING = "burning"
    SPENT = "spent"

    STRADDLES = "straddles"  # the interval holds both "as before" and "too much"
    INSUFFICIENT = "insufficient"
    NO_POWER = "no_power"  # the values hang together so much that they count as hardly any
    ZERO = "zero"
    NEGATIVE = "negative"
    INFINITE = "infinite"
    UNIT = "unit"
    TOO_LONG = "too_long"
    DUPLICATE = "duplicate"
    UNORDERED = "unordered"
    COUNTER_RESET = "counter_reset"
    CLOCK_SKEW = "clock_skew"
    IMPOSSIBLE = "impossible"  # more bad events than events, an SLO of 100 %
    NO_EVENTS = "no_events"


class Judged(Struct, frozen=True, kw_only=True):
    """A verdict, and every figure on the way to it; those that do not apply are None.

    sentence    English, one line, with the numbers
    alpha       how often the interval may miss
    n           values, or events, before and after
    ratio       after / before; for what is bad when it falls, before / after: above 1 is worse
    low, high   its interval; high None beside a ratio: no upper bound
    fail_low    the lower bound at the confidence a fail needs
    rank        of the difference that is the lower bound, 0-based
    autocorrelation, persistence   at lag 1, and how it fades with each further lag
    pooled      the weeks gave the autocorrelation, not today alone
    trended     the slope of the weeks within the windows was taken off
    inflation   of the variance: by autocorrelation and by the weeks being few
    shortness   factor besides: in a short window the values hide how far its mean strays
    weeks       how many counted;  shift: what is usual at this time of day, as a ratio
    between     standard deviation of ln(shift) between the weeks; 0.0 for fewer than three
    p           of the one-sided test that nothing got worse
    share       of bad events after: at most `share_high`
    burn        rate by window, as a multiple of what the SLO allows; `limit` is the factor that fails
    spent, left  of the error budget of the period, as shares; beyond: what of `spent` is more than usual
    """

    verdict: Verdict
    why: Why
    sentence: str
    method: str = METHOD
    alpha: float | None = None
    n: tuple[int, int] | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    fail_low: float | None = None
    rank: int | None = None
    autocorrelation: float | None = None
    persistence: float | None = None
    pooled: bool | None = None
    trended: bool | None = None
    inflation: float | None = None
    shortness: float | None = None
    weeks: int | None = None
    shift: float | None = None
    between: float | None = None
    p: float | None = None
    share: float | None = None
    share_high: float | None = None
    burn: dict[str, float] | None = None
    burn_low: dict[str, float] | None = None
    limit: float | None = None
    spent: float | None = None
    beyond: float | None = None
    left: float | None = None


def inconclusive(why: Why, sentence: str, n: tuple[int, int] | None = None) -> Judged:
    return Judged(verdict=Verdict.INCONCLUSIVE, why=why, sentence=sentence, n=n)


def number(value: float | None) -> str:
    """Three figures, as a sentence says them: 1.25, 0.0417, 120."""
    if value is None:
        return "any"
    if 0.1 <= abs(value) < 100:
        return f"{value:.2f}"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def percent(share: float) -> str:
    return f"{share * 100:.3g} %"
