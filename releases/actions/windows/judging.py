"""What the windows of a deployment say, with everything that it takes to say it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from releases.actions.windows.reading import Pair
from releases.core import windows
from releases.core.verdict import Judged, Why, overall
from releases.core.verdict.burning import PERIOD
from releases.core.verdict.judged import inconclusive
from releases.core.verdict.stored import Case
from releases.core.windows import DAY, Found
from releases.models import Deployment, MetricSample, MetricVerdict

WEEKS = timedelta(weeks=4, days=2)


def judge(
    deployment: Deployment, pairs: Sequence[Pair], minutes: int, effective: datetime
) -> tuple[list[MetricVerdict], list[Found]]:
    """Rows without their analysis, and the same for the verdict on all of them."""
    confidence = overall.confidence(sum(pair.asked.critical for pair in pairs))
    others = _others(deployment)
    told = [(pair, "", *_of_pair(pair, others, confidence)) for pair in pairs]
    told += [
        (pair, "error budget", *_budget(pair, effective))
        for pair in pairs if minutes == DAY and pair.asked.counts and pair.asked.slo is not None
    ]  # fmt: skip
    rows = [_row(pair, about, case, judged) for pair, about, case, judged in told]
    found = [
        Found(name=_name(pair, about), critical=pair.asked.critical, judged=judged)
        for pair, about, _case, judged in told
    ]
    return rows, found


def _name(pair: Pair, about: str) -> str:
    return f"{pair.asked.name}, {about}" if about else pair.asked.name


def _of_pair(pair: Pair, others: Sequence[float], confidence: float) -> tuple[Case | None, Judged]:
    if pair.error:
        return None, inconclusive(Why.INSUFFICIENT, f"It could not be read: {pair.error}")
    before, after = pair.before.points, pair.after.points
    case: Case
    if pair.asked.counts:
        case = windows.count_case(pair.asked, pair.spans, before, after, confidence)
    else:
        weeks = windows.calm_weeks(pair.spans, others)
        samples = _values(pair)
        case = windows.level_case(pair.asked, pair.spans, before, after, samples, weeks, confidence)
    return case, case.judge()


def _budget(pair: Pair, effective: datetime) -> tuple[Case, Judged]:
    assert pair.asked.slo is not None
    since = _counts(pair, effective, effective + timedelta(minutes=DAY))
    already = _counts(pair, effective - timedelta(seconds=PERIOD), effective)
    case = windows.budget_case(pair.asked.slo, since, already, effective.timestamp())
    return case, case.judge()


def _values(pair: Pair) -> list[tuple[float, float]]:
    """Its samples of the weeks before."""
    begin = datetime.fromtimestamp(pair.spans.before.begin, UTC)
    rows = MetricSample.objects.filter(
        metric=pair.metric, at__gte=begin - WEEKS, at__lt=begin - timedelta(days=5), value__isnull=False
    )
    return [(at.timestamp(), value or 0.0) for at, value in rows.order_by("at").values_list("at", "value")]


def _counts(pair: Pair, starts: datetime, ends: datetime) -> list[tuple[float, float, float]]:
    rows = MetricSample.objects.filter(
        metric=pair.metric, at__gte=starts, at__lt=ends, bad__isnull=False, total__isnull=False
    )
    found = rows.order_by("at").values_list("at", "bad", "total")
    return [(at.timestamp(), bad or 0.0, total or 0.0) for at, bad, total in found]


def _others(deployment: Deployment) -> list[float]:
    """When something else came there in the weeks before: what is usual is not seen in those hours."""
    rows = Deployment.objects.filter(
        application=deployment.application_id, environment=deployment.environment,
        started_at__gte=deployment.started_at - WEEKS, started_at__lt=deployment.started_at,
    )  # fmt: skip
    return [at.timestamp() for at in rows.values_list("started_at", flat=True)]


def _row(pair: Pair, about: str, case: Case | None, judged: Judged) -> MetricVerdict:
    given: dict[str, Any] = {**msgspec.to_builtins(pair.asked), "name": _name(pair, about)}
    given["case"] = msgspec.to_builtins(case)
    return MetricVerdict(
        metric=pair.metric, critical=pair.asked.critical, verdict=judged.verdict, given=given,
        found=msgspec.to_builtins(judged),
    )  # fmt: skip
