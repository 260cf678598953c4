"""Datadog, by its query of time series: bad ones and all in one request.

https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-data-across-multiple-products
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from maturity.adapters.outgoing import Answer
from releases.adapters.metrics._http import decoded, post, refused, words_of
from releases.adapters.metrics._points import Kept, Values
from releases.adapters.metrics._port import Asked, Failed, Need, Series, Source, printable

WHO = "Datadog"
PATH = "/api/v2/query/timeseries"
STEP = "$step"  # in a query: the seconds between two points, as "60"
OF_QUERY = frozenset({400, 422})


class _Unit(Struct):
    name: str = ""


class _One(Struct):
    query_index: int = 0
    unit: list[_Unit | None] | None = None


class _Attributes(Struct):
    """values: for each series one for each time; None where nothing was told."""

    series: list[_One] = []
    times: list[float] = []
    values: list[list[float | None]] = []


class _Data(Struct):
    attributes: _Attributes = msgspec.field(default_factory=_Attributes)


class _Answer(Struct):
    data: _Data | None = None
    errors: str | list[Any] | None = None


def read(asked: Asked) -> Series:
    queries = [query for query in (asked.query, asked.total_query) if query]
    told = _ask(asked, queries)
    kept = Kept(asked)
    if not asked.counts:
        return kept.level(_values(told, 0, kept), _step(told, asked), _unit(told))
    total = _values(told, 1, kept)
    bad = _values(told, 0, kept, none_is_zero=True)
    return kept.counts(bad, total, _step(told, asked))


def _ask(asked: Asked, queries: list[str]) -> _Attributes:
    named = [
        {"data_source": "metrics", "name": f"q{n}", "query": query.replace(STEP, str(asked.step_seconds))}
        for n, query in enumerate(queries)
    ]  # fmt: skip
    attributes = {
        "from": int(asked.since * 1000), "to": int(asked.until * 1000), "interval": asked.step_seconds * 1000,
        "queries": named, "formulas": [{"formula": one["name"]} for one in named],
    }  # fmt: skip
    body = msgspec.json.encode({"data": {"type": "timeseries_request", "attributes": attributes}})
    answer = post(asked, PATH, body, {"Content-Type": "application/json", **_keys(asked.secret)})
    if not answer.ok:
        raise refused(answer, asked, WHO, _said(answer), query=answer.status in OF_QUERY)
    told = decoded(answer, _Answer, WHO)
    if told.errors or told.data is None:
        raise refused(answer, asked, WHO, _words(told) or "nothing", query=True)
    return told.data.attributes


def _keys(secret: str) -> dict[str, str]:
    keys = re.split(r"[\s:]+", secret.strip())
    if len(keys) != 2:
        raise Failed("Give the API key and the application key, with a blank between.", permanent=True,
                     of_source=True)  # fmt: skip
    return {"DD-API-KEY": keys[0], "DD-APPLICATION-KEY": keys[1]}


def _said(answer: Answer) -> str:
    try:
        return _words(decoded(answer, _Answer, WHO)) or words_of(answer)
    except Failed:
        return words_of(answer)


def _words(told: _Answer) -> str:
    return told.errors if isinstance(told.errors, str) else "; ".join(map(str, told.errors or ()))


def _values(told: _Attributes, index: int, kept: Kept, *, none_is_zero: bool = False) -> Values:
    """Of one of the queries. none_is_zero: an error that never happened has no series."""
    found = [
        values for one, values in zip(told.series, told.values, strict=False) if one.query_index == index
    ]
    if not found and none_is_zero:
        kept.warnings.append("nothing bad was ever counted: zero is taken where all were")
        return {}
    if not found:
        said = "The query gives no series: nothing of that name was there in that time."
        raise Failed(said, permanent=False)
    if len(found) > 1:
        said = f"The query gives {len(found):,} series, and must give one: leave out its by {{…}}."
        raise Failed(said, permanent=True)
    pairs = zip(told.times, found[0], strict=False)
    return kept.values((at / 1000, value) for at, value in pairs if value is not None)


def _step(told: _Attributes, asked: Asked) -> int:
    """It takes longer steps for long times, whatever was asked for."""
    gaps = [after - before for before, after in zip(told.times, told.times[1:], strict=False)]
    return max(asked.step_seconds, int(min(gaps) / 1000)) if gaps else asked.step_seconds


def _unit(told: _Attributes) -> str:
    units = told.series[0].unit if told.series else None
    return units[0].name if units and units[0] and len([one for one in units if one]) == 1 else ""


SOURCE = Source(
    kind="datadog",
    title=WHO,
    hint="https://api.datadoghq.com, or your site's address. The application key needs timeseries_query.",
    sample="sum:trace.http.request.errors{service:shop,env:prod}.as_count()",
    needs=frozenset({Need.URL, Need.SECRET}),
    secret="The API key and the application key, with a blank between",  # noqa: S106 - its name
    probe="avg:system.cpu.user{*}",
    wrong=printable,
    read=read,
)
