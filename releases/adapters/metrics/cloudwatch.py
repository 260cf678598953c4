"""CloudWatch, by GetMetricData: 500 metrics in one request, ratios reckoned here.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.session import client
from maturity.adapters.aws.words import DENIED, code_of, telling
from maturity.adapters.errors import AdapterError
from releases.adapters.metrics._points import Kept
from releases.adapters.metrics._port import Asked, Failed, Need, Outcome, Series, Source, printable
from releases.core import cloudwatch

QUERIES, DATAPOINTS = 500, 100_000  # of one request
PAGES = 50
# Points of a minute are kept for 15 days, of five minutes for 63.
KEPT = ((timedelta(days=14), 60), (timedelta(days=62), 300))
LONGEST = 3600
SECONDS = 60.0  # for all metrics of one call
LATE = Failed(
    f"CloudWatch took longer than {SECONDS:.0f} seconds for what was asked before.", permanent=False,
    of_source=True,
)  # fmt: skip
WRONG = frozenset({
    "ValidationError", "InvalidParameterValue", "InvalidParameterCombination", "MissingParameter",
    "MissingRequiredParameter", "InvalidFormat",
})  # fmt: skip


class _Told(Struct):
    """Of one query, over all pages. status: the last that was told."""

    points: list[tuple[float, float]] = []
    status: str = ""
    said: str = ""


class _One(Struct):
    """A metric that is asked for, and its queries: the first alone, or bad and all."""

    asked: Asked
    stats: list[cloudwatch.Stat]
    outcome: Outcome | None = None


def read(asked: Asked) -> Series:
    outcome = together([asked])[0]
    if isinstance(outcome, AdapterError):
        raise outcome
    return outcome


def together(asked: Sequence[Asked]) -> list[Outcome]:
    every = [_prepared(one) for one in asked]
    end, down = time.monotonic() + SECONDS, None
    for some in _requests([one for one in every if one.outcome is None]):
        if down is None:
            _settle(some, end)
            down = _down(some)
        else:
            _fail(some, down)
    return [one.outcome or LATE for one in every]


def _down(some: Sequence[_One]) -> AdapterError | None:
    """What failed for all of a request fails for the next one too."""
    first = some[0].outcome
    down = isinstance(first, AdapterError) and getattr(first, "of_source", True)
    return first if isinstance(first, AdapterError) and down else None


def _fail(some: Iterable[_One], error: AdapterError) -> None:
    for one in some:
        one.outcome = error


def wrong(query: str) -> str:
    if odd := printable(query):
        return odd
    try:
        cloudwatch.parse(query)
    except ValueError as error:
        return str(error)
    return ""


def _prepared(asked: Asked) -> _One:
    one = _One(asked, [])
    try:
        if asked.access is None:
            raise Failed("No AWS connection is chosen, or it was removed.", permanent=True, of_source=True)
        one.stats = [cloudwatch.parse(text) for text in (asked.query, asked.total_query) if text]
    except ValueError as error:
        one.outcome = Failed(f"The query cannot be read: {error}.", permanent=True)
    except Failed as error:
        one.outcome = error
    return one


def _period(asked: Asked) -> int:
    age = datetime.now(UTC) - asked.starts
    least = next((seconds for most, seconds in KEPT if age < most), LONGEST)
    return max(least, asked.step_seconds // 60 * 60)


def _requests(every: Iterable[_One]) -> Iterator[list[_One]]:
    """Metrics of one role, region and time, so many that CloudWatch takes them."""
    alike: dict[Any, list[_One]] = {}
    for one in every:
        asked, access = one.asked, one.asked.access
        role = access and (access.role_arn, access.external_id, access.region, access.endpoint)
        alike.setdefault((role, asked.region, asked.starts, asked.ends, _period(asked)), []).append(one)
    for group in alike.values():
        asked = group[0].asked
        points = max(1, int((asked.until - asked.since) // _period(asked)) + 1)
        most = max(1, min(QUERIES, DATAPOINTS // points) // 2)  # a metric has two queries at most
        for start in range(0, len(group), most):
            yield group[start : start + most]


def _settle(some: list[_One], end: float) -> None:
    """A query that CloudWatch cannot read fails its whole request: the halves are asked by themselves."""
    if time.monotonic() >= end:
        return _fail(some, LATE)
    try:
        told = _ask(some)
    except AdapterError as error:
        if code_of(error) not in WRONG:
            return _fail(some, _advised(error))
        if len(some) == 1:
            return _fail(some, Failed(error.message, permanent=True))
        _settle(some[: len(some) // 2], end)
        return _settle(some[len(some) // 2 :], end)
    for number, one in enumerate(some):
        one.outcome = _outcome(one, [told.get(f"m{number}q{n}", _Told()) for n in range(len(one.stats))])


def _advised(error: AdapterError) -> AdapterError:
    if code_of(error) not in DENIED:
        return error
    said = error.message.partition(" The role needs ")[0]
    advice = "The role needs cloudwatch:GetMetricData: copy the policy from the connection's page."
    return Failed(f"{said} {advice}", permanent=True, of_source=True)


def _ask(some: list[_One]) -> dict[str, _Told]:
    first = some[0].asked
    assert first.access is not None
    period = _period(first)
    queries = [
        _query(f"m{number}q{n}", stat, period)
        for number, one in enumerate(some) for n, stat in enumerate(one.stats)
    ]  # fmt: skip
    wanted: dict[str, Any] = {
        "MetricDataQueries": queries, "StartTime": datetime.fromtimestamp(first.since, UTC),
        "EndTime": datetime.fromtimestamp(first.until, UTC), "ScanBy": "TimestampAscending",
    }  # fmt: skip
    told: dict[str, _Told] = {}
    metrics = client(first.access, "cloudwatch", first.region)
    for _page in range(PAGES):
        with telling("reading metrics"):
            answer = metrics.get_metric_data(**wanted)
        for one in answer.get("MetricDataResults") or ():
            _add(told.setdefault(str(one.get("Id")), _Told()), one)
        wanted["NextToken"] = answer.get("NextToken")
        if not wanted["NextToken"]:
            return told
    for unfinished in told.values():
        unfinished.status = "PartialData"
    return told


def _query(key: str, stat: cloudwatch.Stat, period: int) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in stat.dimensions.items()]
    metric = {"Namespace": stat.namespace, "MetricName": stat.name, "Dimensions": dimensions}
    return {"Id": key, "MetricStat": {"Metric": metric, "Period": period, "Stat": stat.statistic}}


def _add(told: _Told, one: dict[str, Any]) -> None:
    pairs = zip(one.get("Timestamps") or (), one.get("Values") or (), strict=False)
    told.points = [*told.points, *((at.timestamp(), float(value)) for at, value in pairs)]
    told.status = str(one.get("StatusCode") or "")
    told.said = next((str(said.get("Value")) for said in one.get("Messages") or ()), told.said)[:300]


def _outcome(one: _One, told: list[_Told]) -> Outcome:
    said = next((f": {each.said.rstrip('.')}" for each in told if each.said), "")
    statuses = {each.status for each in told}
    if "Forbidden" in statuses:
        return Failed(f"CloudWatch forbids this metric{said}.", permanent=True)
    if "InternalError" in statuses:
        return Failed(f"CloudWatch failed{said or ', and does not say why'}.", permanent=False)
    kept, period = Kept(one.asked), _period(one.asked)
    if "PartialData" in statuses:
        kept.warnings.append(f"CloudWatch gave a part of it only{said}")
    if period > max(60, one.asked.step_seconds):
        kept.warnings.append(f"of that time CloudWatch keeps a point for every {period // 60} minutes only")
    values = [kept.values(each.points) for each in told]
    if one.asked.counts:
        return kept.counts(values[0], values[1], period)
    return kept.level(values[0], period)


SOURCE = Source(
    kind="cloudwatch",
    title="CloudWatch",
    hint="An AWS connection whose role may call cloudwatch:GetMetricData, and a region when it is another.",
    sample="AWS/ApplicationELB TargetResponseTime p95 LoadBalancer=app/shop/50dc6c495c0c9188",
    needs=frozenset({Need.CONNECTION}),
    may=frozenset({Need.REGION}),
    probe="AWS/ApplicationELB RequestCount Sum",
    wrong=wrong,
    read=read,
    together=together,
)
