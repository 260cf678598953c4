"""POST /metrics: what was measured."""

from __future__ import annotations

from django.utils import timezone
from ninja import Router

from maturity.actions import Refused
from maturity.api.bearer import Bearer, TokenRequest
from maturity.api.problems import Problem
from maturity.api.schemas import Refusal
from releases.actions.metrics import take_points
from releases.api._which import application_of, environment_named
from releases.api.metrics import MetricsTaken, NewMetrics, NewPoint
from releases.core.sent import SentPoint
from releases.verbs.metrics import VERB

router = Router()


@router.post(
    "/metrics",
    auth=Bearer(VERB.key),
    response={200: MetricsTaken, (400, 401, 403, 413, 422, 429): Refusal},
    summary="Send metrics",
)
def send_metrics(request: TokenRequest, sent: NewMetrics) -> MetricsTaken:
    """Points of metrics whose source is what CI sends. Sent twice, nothing is there twice; a point of the
    same time takes the place of the one before. All of a request is taken, or nothing.
    """
    application = application_of(request, sent.application)
    environment = environment_named(sent.environment)
    series: dict[str, list[SentPoint]] = {}
    for one in sent.metrics:
        series.setdefault(one.metric, []).extend(map(_point, one.points))
    try:
        points = take_points(application, environment, series, timezone.now())
    except Refused as refusal:
        raise Problem(422, refusal.message) from None
    return MetricsTaken(
        application=application.slug, environment=environment, metrics=len(series), points=points
    )


def _point(one: NewPoint) -> SentPoint:
    return SentPoint(at=one.at, value=one.value, bad=one.bad, total=one.total)
