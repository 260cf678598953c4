"""Looking at a deployment: its metrics are read, and what they say is written down once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from releases.actions.telling import tell
from releases.actions.windows.judging import judge
from releases.actions.windows.planning import due_at, effective_at
from releases.actions.windows.reading import Pair, read
from releases.core.verdict import METHOD, Verdict
from releases.core.windows import FIRST, Spans, spans, together
from releases.models import Analysis, Deployment, DeploymentLook, Metric, MetricVerdict, Result

KIND = "deployment"
MOST_METRICS = 100
PATIENCE = timedelta(minutes=30)  # a source that is down for a moment is asked again
BAD = (Verdict.FAIL, Verdict.MARGINAL)


def take_windows(deployment: Deployment, now: datetime) -> int:
    """How many analyses were made. What is due is done once, however often this is called."""
    looks = DeploymentLook.objects.filter(deployment=deployment, done_at=None, due_at__lte=now)
    return sum(_take(deployment, look, now) for look in looks)


def _take(deployment: Deployment, look: DeploymentLook, now: datetime) -> bool:
    if deployment.result not in (Result.SUCCEEDED, Result.RUNNING):
        return _nothing(look, "The deployment did not succeed, so nothing came of it to look at.", now)
    due = due_at(deployment, look.minutes)
    if due > now:  # it ended meanwhile, and counts from then on
        DeploymentLook.objects.filter(pk=look.pk, done_at=None).update(due_at=due, claimed_at=None)
        return False
    if said := _another(deployment, look):
        return _write(deployment, look, [], (Verdict.INCONCLUSIVE, said), now)
    pairs = _pairs(deployment, look, now)
    if any(pair.lost for pair in pairs) and now < due + PATIENCE:
        return False
    if not pairs:
        return _write(deployment, look, [], (Verdict.INCONCLUSIVE, _unbound(deployment)), now)
    return _judged(deployment, look, pairs, now)


def _nothing(look: DeploymentLook, why: str, now: datetime) -> bool:
    DeploymentLook.objects.filter(pk=look.pk, done_at=None).update(done_at=now, why=why)
    return False


def _another(deployment: Deployment, look: DeploymentLook) -> str:
    """What came after it has the traffic since: the minutes are not its own any more."""
    began, ended = deployment.started_at, effective_at(deployment) + timedelta(minutes=look.minutes)
    later = Deployment.objects.filter(
        application=deployment.application_id, environment=deployment.environment,
        started_at__gt=began, started_at__lt=ended,
    ).exclude(version=deployment.version)  # fmt: skip
    other = later.order_by("started_at").first()
    if other is None:
        return ""
    minutes = int((other.started_at - began).total_seconds() // 60)
    return (
        f"{other.version} came {minutes} minutes after it: what was measured then is not of this one alone."
    )


def _metrics(deployment: Deployment) -> list[Metric]:
    rows = Metric.objects.filter(
        application=deployment.application_id, environment=deployment.environment, paused=False
    )
    return list(rows.select_related("source__connection")[:MOST_METRICS])


def _unbound(deployment: Deployment) -> str:
    where = deployment.environment.title()
    if _metrics(deployment):
        return "Five minutes tell something of what is counted alone, and no metric here counts anything."
    return f"No metric is bound to {where} of {deployment.application.name}: nobody can say how it does."


def _pairs(deployment: Deployment, look: DeploymentLook, now: datetime) -> list[Pair]:
    """Of five minutes, what is counted alone: a level has too few values by then."""
    metrics = [one for one in _metrics(deployment) if look.minutes != FIRST or one.kind == "counts"]
    return [read(deployment, one, _spans(deployment, look, one), now) for one in metrics]


def _spans(deployment: Deployment, look: DeploymentLook, metric: Metric) -> Spans:
    started, effective = deployment.started_at.timestamp(), effective_at(deployment).timestamp()
    return spans(started, effective, look.minutes, counts=metric.kind == "counts")


def _judged(deployment: Deployment, look: DeploymentLook, pairs: list[Pair], now: datetime) -> bool:
    rows, found = judge(deployment, pairs, look.minutes, effective_at(deployment))
    return _write(deployment, look, pairs, together(found), now, rows)


def _write(
    deployment: Deployment, look: DeploymentLook, pairs: list[Pair], said: tuple[Verdict, str], now: datetime,
    rows: list[MetricVerdict] | None = None,
) -> bool:  # fmt: skip
    """False when another worker was faster: it is judged once."""
    with transaction.atomic():
        mine = DeploymentLook.objects.select_for_update().filter(pk=look.pk, done_at=None).first()
        if mine is None:
            return False
        made = Analysis.objects.create(
            deployment=deployment, kind=KIND, verdict=said[0], sentence=said[1], method=METHOD, at=now
        )
        for row in rows or []:
            row.analysis = made
            row.save()
        for pair in pairs:
            for window in (pair.before, pair.after):
                if window._state.adding:
                    window.save()
        mine.analysis, mine.done_at = made, now
        mine.save(update_fields=["analysis", "done_at"])
        if said[0] in BAD:
            _tell(deployment, mine, said, now)
    return True


def _tell(deployment: Deployment, look: DeploymentLook, said: tuple[Verdict, str], now: datetime) -> None:
    tell(
        "deployment.worse", None, deployment.application, at=now, deployment=deployment.pk,
        version=deployment.version, environment=deployment.environment, minutes=look.minutes,
        verdict=said[0].value, sentence=said[1][:500],
    )  # fmt: skip
