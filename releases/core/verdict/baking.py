"""How long a step has to be watched before its bad events can show the harm it does."""

from __future__ import annotations

import math

from msgspec import Struct

from releases.core.verdict import beta

HARM = 3.0
POWER = 0.8416  # quantile of the normal distribution: 80 of 100 such harms are seen
ALPHA = 0.05
MOST_REQUESTS = 1 << 40
LEAST_HARM, MOST_HARM = 1.01, 1000.0
UNITS = ((86400, "days"), (3600, "h"), (60, "min"), (1, "s"))
FROM = 2.5  # of a unit
LONG = 86400.0  # beyond a day, larger steps are the better way


class Bake(Struct, frozen=True, kw_only=True):
    """requests: that the new version has to answer; seconds: that takes. None, and `why`, when it is unknown.

    harm: as a multiple of the share of bad events. percent: of the traffic on the new version.
    """

    percent: float
    harm: float
    requests: int | None = None
    seconds: float | None = None
    why: str = ""

    @property
    def long(self) -> bool:
        return self.seconds is not None and self.seconds > LONG


def needed(
    bad_share: float | None, requests_per_second: float | None, percent: float, harm: float = HARM
) -> Bake:
    """bad_share: of the requests, before.

    Below 100 percent it is held against the old version beside it; at 100 against as many requests before.
    """
    why = _unknown(bad_share, requests_per_second, percent)
    if not why and not harm > 1:
        why = "A harm is more than 1 times what was."
    if why:
        return Bake(percent=percent, harm=harm, why=why)
    assert bad_share is not None
    assert requests_per_second is not None
    number = _requests(bad_share, percent, harm)
    if number is None:
        return Bake(percent=percent, harm=harm, why="No number of requests would show it.")
    return Bake(
        percent=percent, harm=harm, requests=number, seconds=number / (requests_per_second * percent / 100)
    )


def smallest(
    bad_share: float | None, requests_per_second: float | None, percent: float, seconds: float
) -> float | None:
    """The smallest harm that this time shows; None when nobody can know, or when it shows none."""
    if _unknown(bad_share, requests_per_second, percent) or not 0 < seconds < math.inf:
        return None
    assert bad_share is not None
    assert requests_per_second is not None
    requests = int(requests_per_second * percent / 100 * seconds)
    low, high = LEAST_HARM, min(MOST_HARM, 1 / bad_share)
    if not _shows(requests, bad_share, percent, high):
        return None
    while high / low > 1.005:
        harm = math.sqrt(low * high)
        low, high = (low, harm) if _shows(requests, bad_share, percent, harm) else (harm, high)
    return high


def told(bake: Bake, elapsed: float, other: Bake | None = None) -> str:
    """ "32 of 73 min; at this traffic 10 % would need 7 min". other: a step that is shorter, to offer."""
    if bake.seconds is None:
        return bake.why
    size, unit = _unit(bake.seconds)
    done, whole = math.floor(elapsed / size), round(bake.seconds / size)
    if other is None or other.seconds is None:
        return f"{done} of {whole} {unit}"
    share, time = f"{other.percent:g} %", _duration(other.seconds)
    return f"{done} of {whole} {unit}; at this traffic {share} would need {time}"


def _duration(seconds: float) -> str:
    size, unit = _unit(seconds)
    return f"{round(seconds / size)} {unit}"


def _unit(seconds: float) -> tuple[int, str]:
    return next((one for one in UNITS if seconds >= one[0] * FROM), UNITS[-1])


def _unknown(bad_share: float | None, requests_per_second: float | None, percent: float) -> str:
    if requests_per_second is None or not 0 <= requests_per_second < math.inf:
        return "The traffic is unknown."
    if not requests_per_second:
        return "There is no traffic."
    if bad_share is None or not 0 <= bad_share < 1:
        return "The share of bad events is unknown."
    if not bad_share:
        return "There were no bad events: of nothing there is no multiple."
    if not 0 < percent <= 100:
        return "A step has more than 0 and at most 100 percent of the traffic."
    return ""


def _requests(bad_share: float, percent: float, harm: float) -> int | None:
    """Half a percent too many at most."""
    high = 64
    while not _shows(high, bad_share, percent, harm):
        high *= 2
        if high > MOST_REQUESTS:
            return None
    low = high // 2
    while high - low > max(1, low // 200):
        middle = (low + high) // 2
        low, high = (low, middle) if _shows(middle, bad_share, percent, harm) else (middle, high)
    return high


def _shows(requests: int, bad_share: float, percent: float, harm: float) -> bool:
    """Whether a number of bad events that is as small as one in five times would still be called worse."""
    beside = 1.0 if percent == 100 else (100 - percent) / percent
    expected = requests * min(bad_share * harm, 1.0)
    bad, before = int(expected - POWER * math.sqrt(expected)), round(beside * requests * bad_share)
    if bad < 1:
        return False
    low = beta.clopper_pearson(bad, bad + before, ALPHA)[0]
    return low / (1 - low) * beside > 1
