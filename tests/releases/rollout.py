"""A release whose rollout tests look at: what is sent of its metrics, and how its steps begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from maturity.models import Event
from releases.actions.deployments import record
from releases.actions.rollouts import judging
from releases.models import (
    GateTicket,
    Metric,
    MetricPoint,
    Release,
    RolloutPlan,
    RolloutStep,
)  # fmt: skip
from tests.releases.factories import ARTIFACT, make_metric
from tests.releases.scene import Scene

BEGAN = timedelta(hours=2)  # ago
STEPS = [10, 50, 100]


def plan(scene: Scene, **fields: object) -> RolloutPlan:
    return RolloutPlan.objects.create(application=scene.application, **{"steps": STEPS, **fields})


def errors(scene: Scene, **fields: object) -> Metric:
    """Of the new version alone, so that a small share of the traffic tells."""
    given = {"kind": "counts", "unit": "", "query": "new", "total_query": "all", "control_query": "old"}
    return make_metric(scene.application, "Errors", **{**given, **fields})


def sent(metric: Metric, bad: Callable[[float], float], total: float = 1000.0, minutes: int = 240) -> None:
    """A point each minute until now. bad: by how many minutes ago."""
    now = timezone.now()
    MetricPoint.objects.bulk_create(
        MetricPoint(metric=metric, at=now - timedelta(minutes=ago), bad=bad(ago), total=total)
        for ago in range(1, minutes)
    )


def whole(scene: Scene, **fields: object) -> Metric:
    return errors(scene, control_query="", control_total_query="", **fields)


def reach(scene: Scene, *, ago: timedelta = BEGAN) -> RolloutStep:
    """By its deployment; as if that were some time ago."""
    record(scene.application, "prod", "2.14.0", artifact=ARTIFACT)
    step = scene.release.rollout_steps.last()
    assert step is not None
    assert step.until is not None
    RolloutStep.objects.filter(pk=step.pk).update(
        effective_at=step.effective_at - ago, until=timezone.now() - timedelta(minutes=3)
    )
    step.refresh_from_db()
    return step


def judged(scene: Scene, *, ago: timedelta = BEGAN) -> RolloutStep:
    step = reach(scene, ago=ago)
    judging.judge_step(step.pk, timezone.now())
    step.refresh_from_db()
    return step


def last(scene: Scene) -> None:
    """The step is all of the traffic."""
    Release.objects.update(steps=[100])
    GateTicket.objects.update(step=100)


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))
