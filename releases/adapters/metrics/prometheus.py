"""Prometheus, and what speaks its language: Mimir, Thanos, VictoriaMetrics, Grafana Cloud.

https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import urlencode

from msgspec import Struct

from releases.adapters.metrics._http import decoded, plain, post, refused, words_of
from releases.adapters.metrics._points import Kept, Values
from releases.adapters.metrics._port import MOST_POINTS, Asked, Failed, Need, Series, Source, printable

WHO = "Prometheus"
STEP = "$step"  # in a query: the seconds between two points, as "60s"
OF_QUERY = frozenset({"bad_data", "execution", "timeout", "canceled"})
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class _One(Struct):
    metric: dict[str, str] = {}
    values: list[tuple[float, str]] = []


class _Data(Struct):
    resultType: str = ""
    result: list[_One] = []


class _Answer(Struct):
    status: str = ""
    data: _Data | None = None
    errorType: str = ""
    error: str = ""
    warnings: list[str] = []


def read(asked: Asked) -> Series:
    kept = Kept(asked)
    if not asked.counts:
        return kept.level(_values(asked, asked.query, kept), asked.step_seconds)
    total = _values(asked, asked.total_query, kept)
    bad = _values(asked, asked.query, kept, none_is_zero=True)
    return kept.counts(bad, total, asked.step_seconds)


def _values(asked: Asked, query: str, kept: Kept, *, none_is_zero: bool = False) -> Values:
    """none_is_zero: an error that never happened has no series yet."""
    told = _ask(asked, query)
    kept.warnings += [plain(one, asked.secret) for one in told.warnings[:5]]
    found = told.data.result if told.data else []
    if told.data is None or told.data.resultType != "matrix":
        raise Failed(f"{WHO} answered no series over time.", permanent=True)
    if not found and none_is_zero:
        kept.warnings.append("nothing bad was ever counted: zero is taken where all were")
        return {}
    if len(found) != 1:
        raise Failed(_not_one(len(found)), permanent=bool(found))
    return kept.values(_numbers(found[0], _lag(asked)))


def _not_one(n: int) -> str:
    if not n:
        return "The query gives no series: nothing of that name was there in that time."
    return f"The query gives {n:,} series, and must give one: sum(…) or max(…) makes one of them."


def _numbers(one: _One, lag: int) -> Iterator[tuple[float, float]]:
    for at, text in one.values:
        try:
            yield at - lag, float(text)
        except ValueError:
            yield at - lag, float("nan")


def _lag(asked: Asked) -> int:
    """What increase(…[step]) tells is of the step before it, and CloudWatch names it by where that began."""
    return asked.step_seconds if asked.counts else 0


def _ask(asked: Asked, query: str) -> _Answer:
    step, lag = asked.step_seconds, _lag(asked)
    if (asked.until - asked.since) / step > MOST_POINTS:
        raise Failed(f"Those are more than {MOST_POINTS:,} points: ask for a longer step.", permanent=True)
    wanted = {
        "query": query.replace(STEP, f"{step}s"), "start": f"{asked.since + lag:.0f}",
        "end": f"{max(asked.until - step, asked.since) + lag:.0f}", "step": str(step), "timeout": "9s",
    }  # fmt: skip
    answer = post(asked, "/api/v1/query_range", urlencode(wanted).encode(), {**_FORM, **login(asked.secret)})
    if answer.ok:
        return decoded(answer, _Answer, WHO)
    try:
        told = decoded(answer, _Answer, WHO)
    except Failed:
        raise refused(answer, asked, WHO, words_of(answer), query=False) from None
    said = ": ".join(one for one in (told.errorType, told.error) if one)
    raise refused(answer, asked, WHO, said, query=told.errorType in OF_QUERY)


def login(secret: str) -> dict[str, str]:
    """user:password, or a bearer token."""
    if not secret:
        return {}
    if ":" in secret:
        return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
    return {"Authorization": f"Bearer {secret}"}


SOURCE = Source(
    kind="prometheus",
    title=WHO,
    hint="Its address, and a token or user:password when it asks for one. Mimir and Thanos speak alike.",
    sample='sum(increase(http_requests_total{job="shop"}[$step]))',
    needs=frozenset({Need.URL}),
    may=frozenset({Need.SECRET}),
    secret="A bearer token, or user:password",  # noqa: S106 - its name
    probe="vector(1)",
    wrong=printable,
    read=read,
)
