"""Metrics of an application: a list, each with its history, and a new one tried while it is typed."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.access import login, may
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person
from releases import access, charts
from releases.actions.metrics import bound, known
from releases.core.presets import Preset, all_presets
from releases.forms.metrics import MetricForm, filled_metric
from releases.models import Application, Metric, MetricSource
from releases.models.applications import ENVIRONMENTS
from releases.views import _metrics


@login
@require_safe
def of_application(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.application_for(request.user, slug)
    context = {
        "a": found, "leads": may(request.user, Role.LEAD, found.team), "presets": all_presets().values(),
        "metrics": _metrics.listed(found, timezone.now()),
    }  # fmt: skip
    return render(request, "releases/metrics.html", context)


@login
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """`preset` names what it is made from; with the names that it asks for, the query stands there."""
    found = access.application_for_write(request.user, slug, Role.LEAD)
    sources = access.metric_sources_for(request.user)
    if request.method != "POST":
        return _new(request, found, sources)
    form = MetricForm(request.POST, sources=sources)
    if form.is_valid():
        try:
            made = bound.add_metric(person(request), found, form.wanted())
            return redirect("releases:metric", slug, made.pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {"a": found, "form": form, "sources": sources}
    return render(request, "releases/new_metric.html", context, status=422)


@login
@require_POST
def attempt(request: HttpRequest, slug: str) -> HttpResponse:
    """The last hour of what is typed, under the query. Saves nothing."""
    found = access.application_for_write(request.user, slug, Role.LEAD)
    given = request.POST.copy()
    given["name"] = given.get("name") or "?"
    form = MetricForm(given, sources=_sources(request, found))
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            context = _drawn(bound.try_metric(person(request), found, form.wanted(), timezone.now()))
        except Refused as refusal:
            context = {"error": refusal.message}
    elif form.data.get("query"):
        context = {"error": next(str(errors[0]) for errors in form.errors.values())}
    return render(request, "releases/_metric_tried.html", context)


@login
@require_http_methods(["GET", "HEAD", "POST"])
def metric(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Its history over `days`; POST changes it."""
    if request.method != "POST":
        return _page(request, access.metric_for(request.user, slug, pk))
    found = access.metric_for_write(request.user, slug, pk)
    form = MetricForm(request.POST, sources=_sources(request, found.application, found))
    if form.is_valid():
        try:
            bound.change_metric(person(request), found, form.wanted())
            return redirect("releases:metric", slug, pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _page(request, access.metric_for(request.user, slug, pk), form)


@login
@require_POST
def switch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """`do`: "pause", "resume", "remove"."""
    found, do = access.metric_for_write(request.user, slug, pk), request.POST.get("do")
    if do == "remove":
        bound.remove_metric(person(request), found)
        return redirect("releases:metrics_of", slug)
    if do in ("pause", "resume"):
        bound.pause_metric(person(request), found, paused=do == "pause")
    return redirect("releases:metric", slug, pk)


@login
@require_safe
def samples(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the chart is drawn from, as a table that no spreadsheet runs."""
    found = access.metric_for(request.user, slug, pk)
    days = _metrics.days_of(request.GET.get("days", ""))
    answer = HttpResponse(
        "".join(_metrics.csv(found, timezone.now(), days)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{slug}-metric-{pk}.csv"'
    return answer


def _new(request: HttpRequest, found: Application, sources: QuerySet[MetricSource]) -> HttpResponse:
    asked = request.GET.get("preset", "")
    where = "stage" if request.GET.get("environment") == "stage" else "prod"
    context: dict[str, Any] = {"a": found, "environment": where, "environments": ENVIRONMENTS}
    preset, initial = all_presets().get(asked), {"environment": where, "critical": True, "scale": "1"}
    if preset is not None:
        sources = sources.filter(kind=preset.source)
        names = _names(request, preset, found, where)
        context |= {"preset": preset, "fields": [(one, names[one.name]) for one in preset.fields]}
        try:
            made = bound.made_of(preset.key, names)
        except Refused as refusal:
            context["refused"] = refusal.message if "asked" in request.GET else ""
            return render(request, "releases/new_metric.html", context)
        initial = filled_metric(made, preset=preset.key, environment=where)
    first = sources.first()
    form = MetricForm(initial={"source": first.pk if first else None, **initial}, sources=sources)
    context |= {"form": form, "sources": sources, "at_once": preset is not None}
    return render(request, "releases/new_metric.html", context)


def _names(request: HttpRequest, preset: Preset, found: Application, where: str) -> dict[str, str]:
    """What was typed, else what is known of the service that runs there."""
    typed = {one.name: request.GET[one.name][:500] for one in preset.fields if one.name in request.GET}
    return {**preset.suggested(known(found, where)), **typed}


def _sources(request: HttpRequest, found: Application, now: Metric | None = None) -> QuerySet[MetricSource]:
    """Those a person may choose, and the one it has already."""
    mine = access.metric_sources_for(request.user).values("pk")
    has = Q(pk=now.source_id if now else 0)
    if now is None and (pk := request.POST.get("metric", "")).isdigit() and len(pk) < 18:
        has = Q(metrics__pk=int(pk), metrics__application=found)
    return MetricSource.objects.filter(Q(pk__in=mine) | has).distinct()


def _drawn(tried: bound.Tried) -> dict[str, Any]:
    if tried.series is None:
        return {"error": tried.error}
    shape = charts.of_metric(tried.metric)
    chart = charts.series(
        shape, tried.series.points, tried.starts, tried.ends, step=tried.series.step_seconds
    )
    told = tried.series
    return {
        "chart": chart, "n": len(told.points), "last": charts.last(shape, told.points),
        "warnings": told.warnings, "flaw": told.flaw,
    }  # fmt: skip


def _page(request: HttpRequest, found: Metric, form: MetricForm | None = None) -> HttpResponse:
    leads = may(request.user, Role.LEAD, found.application.team)
    days = _metrics.days_of(request.GET.get("days", ""))
    context = {"a": found.application, "m": found, "leads": leads, "days": days, "ranges": _metrics.RANGES}
    context |= _metrics.history(found, timezone.now(), days)
    if leads:
        sources = _sources(request, found.application, found)
        context["form"] = form or MetricForm(initial=filled_metric(found), sources=sources)
        context["sources"] = sources
    context["title"] = _("%(name)s on %(where)s") % {"name": found.name, "where": found.environment.title()}
    return render(request, "releases/metric.html", context, status=422 if form else 200)
