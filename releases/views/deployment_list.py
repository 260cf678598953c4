"""The deployments of an application, what metrics said of them, and its four keys."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maturity.access import login
from maturity.core.report import table
from maturity.views._http import page_of
from maturity.words import Look
from releases import access
from releases.actions.four_keys import PERIODS, four_keys
from releases.actions.windows import effective_at
from releases.charts import before_after, of_settings
from releases.core.dora import LEAST
from releases.forms.deployment_list import DeploymentFilter
from releases.models import Analysis, Deployment, DeploymentLook, MetricWindow
from releases.models.deployments import DeploymentQuerySet
from releases.words import four_keys as keys
from releases.words import verdicts

PAGE, MOST_LINES = 50, 10_000
HEAD = ("started_at", "finished_at", "environment", "version", "result", "origin", "actor", "commit",
        "artifact", "verdict_5min", "verdict_60min", "verdict_24h")  # fmt: skip


@login
@require_safe
def deployments(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for(request.user, slug)
    asked, number = DeploymentFilter(request.GET), page_of(request.GET.get("page", ""))
    start = (number - 1) * PAGE
    shown = list(_rows(asked.narrow(found.deployments.all()))[start : start + PAGE + 1])
    context = {
        "a": found,
        "asked": asked,
        "rows": [(one, _look(one)) for one in shown[:PAGE]],
        "following": asked.query(page=number + 1) if len(shown) > PAGE else "",
        "previous": asked.query(page=number - 1) if number > 1 else "",
        "keys": keys.rows(four_keys(found, timezone.now())),
        "periods": PERIODS,
        "least": LEAST,
    }
    return render(request, "releases/deployments.html", context)


def _rows(rows: DeploymentQuerySet) -> DeploymentQuerySet:
    return rows.newest_first().prefetch_related("looks__analysis")


def _look(one: Deployment) -> Look:
    """The worst that was said of it: a fail stays one."""
    looks = list(one.looks.all())
    said = [look.analysis.verdict for look in looks if look.analysis]
    for verdict in ("fail", "marginal"):
        if verdict in said:
            return verdicts.VERDICTS[verdict]
    if said:
        return verdicts.VERDICTS[said[-1]]
    waiting = any(look.done_at is None for look in looks)
    return verdicts.NOT_YET if waiting else verdicts.NOT_LOOKED


@login
@require_safe
def deployments_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same filter as the page, as a table that no spreadsheet runs."""
    found = access.application_for(request.user, slug)
    rows = _rows(DeploymentFilter(request.GET).narrow(found.deployments.all()))[:MOST_LINES]
    text = table.line(HEAD) + "".join(table.line(_cells(one)) for one in rows)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}-deployments.csv"'
    return answer


def _cells(one: Deployment) -> list[object]:
    said = {look.minutes: look.analysis.verdict for look in one.looks.all() if look.analysis}
    ended = one.finished_at.isoformat() if one.finished_at else ""
    return [
        one.started_at.isoformat(), ended, one.environment, one.version, one.result, one.origin, one.actor,
        one.commit, one.artifact, *(said.get(minutes, "") for minutes in verdicts.MARKS),
    ]  # fmt: skip


@login
@require_safe
def deployment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One of them: what came where, and each metric before and after it."""
    found = access.deployment_for(request.user, slug, pk)
    looks = list(found.looks.select_related("analysis", "deployment").prefetch_related("analysis__metrics"))
    windows = list(found.windows.order_by("pk"))
    context = {
        "a": found.application,
        "one": found,
        "look": _look(found),
        "looks": [_said(one, windows) for one in looks],
    }
    return render(request, "releases/deployment.html", context)


def _said(look: DeploymentLook, windows: list[MetricWindow]) -> dict[str, object]:
    analysis = look.analysis
    word = verdicts.VERDICTS[analysis.verdict] if analysis else verdicts.NOT_YET
    if look.why:
        word = verdicts.NOT_LOOKED
    metrics = [] if analysis is None else _metrics(analysis, _taken(look, analysis, windows))
    return {"look": look, "mark": verdicts.MARKS[look.minutes], "word": word, "analysis": analysis,
            "metrics": metrics}  # fmt: skip


def _taken(look: DeploymentLook, analysis: Analysis, windows: list[MetricWindow]) -> list[MetricWindow]:
    """Those of this look, the ones before it too: a worker that was late may have taken several at once."""
    ends = effective_at(look.deployment) + timedelta(minutes=look.minutes)
    after = [one for one in windows if one.phase == "after" and one.taken_at == analysis.at]
    nearest: dict[int | None, MetricWindow] = {}
    for one in after:
        known = nearest.get(one.metric_id)
        if known is None or abs(one.ends_at - ends) < abs(known.ends_at - ends):
            nearest[one.metric_id] = one
    return [one for one in windows if one.phase == "before"] + list(nearest.values())


def _metrics(analysis: Analysis, windows: list[MetricWindow]) -> list[dict[str, object]]:
    after = {one.metric_id: one for one in windows if one.phase == "after"}
    before = {one.metric_id: one for one in windows if one.phase == "before"}
    found = []
    for one in analysis.metrics.all():
        pair, last = None, after.get(one.metric_id)
        if last is not None and one.given.get("name") == last.settings.get("name"):
            first = before.get(one.metric_id)
            pair = before_after(of_settings(last.settings), first.points if first else [], last.points)
        found.append({"verdict": one, "word": verdicts.VERDICTS[one.verdict], "pair": pair})
    return found
