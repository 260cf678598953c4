"""Places that metrics are read from. A secret goes in and never comes out: it is replaced, or removed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maturity.access import connections_for, login, may, teams_where
from maturity.actions import Refused
from maturity.models import Connection, Role
from maturity.views._http import HtmxHttpRequest, person
from releases import access
from releases.actions.metrics import sources as kinds
from releases.actions.metrics import sourcing
from releases.forms.metrics import SourceForm, filled
from releases.models import MetricSource

SHOWN = 500


@login
@require_safe
def sources(request: HtmxHttpRequest) -> HttpResponse:
    rows = access.metric_sources_for(request.user).annotate(n=Count("metrics")).order_by("name")
    return render(request, "releases/metric_sources.html", {"sources": rows[:SHOWN], "kinds": kinds()})


@login
@require_http_methods(["GET", "HEAD", "POST"])
def new_source(request: HtmxHttpRequest, kind: str) -> HttpResponse:
    teams = teams_where(request.user, Role.LEAD)
    access.metric_sources_for(request.user)
    if kind not in kinds():
        raise Http404
    form = SourceForm(
        request.POST or None, connections=connections_for(request.user), teams=teams,
        shared=may(request.user, Role.LEAD),
    )  # fmt: skip
    if request.method != "POST":
        return _page(request, kind, form)
    if not form.is_valid():
        return _page(request, kind, form, status=422)
    try:
        made = sourcing.add_source(person(request), form.whose(), kind, form.wanted())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, kind, form, status=422)
    return redirect("releases:metric_source", made.pk)


@login
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        found = access.metric_source_for(request.user, pk)
        form = SourceForm(initial=filled(found), connections=_connections(request, found))
        return _page(request, found.kind, form, found)
    found = access.metric_source_for_write(request.user, pk)
    form = SourceForm(request.POST, connections=_connections(request, found))
    if form.is_valid():
        try:
            sourcing.change_source(person(request), found, form.wanted())
            return redirect("releases:metric_source", pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            found = access.metric_source_for_write(request.user, pk)
    return _page(request, found.kind, form, found, status=422)


@login
@require_POST
def test(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """Ask it now, and show what it says."""
    found = access.metric_source_for_write(request.user, pk)
    sourcing.try_source(found, timezone.now())
    if not request.htmx:
        return redirect("releases:metric_source", pk)
    found = access.metric_source_for_write(request.user, pk)
    return render(request, "releases/_metric_source_tested.html", {"source": found})


@login
@require_POST
def remove(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.metric_source_for_write(request.user, pk)
    try:
        sourcing.remove_source(person(request), found)
    except Refused as refusal:
        form = SourceForm(initial=filled(found), connections=_connections(request, found))
        return _page(request, found.kind, form, found, refused=refusal.message, status=422)
    return redirect("releases:metric_sources")


def _connections(request: HtmxHttpRequest, found: MetricSource) -> QuerySet[Connection]:
    """Those a person may choose, and the one it has already."""
    mine = Q(pk__in=connections_for(request.user).values("pk"))
    return Connection.objects.filter(mine | Q(pk=found.connection_id or 0)).order_by("name")


def _page(
    request: HtmxHttpRequest, kind: str, form: SourceForm, found: MetricSource | None = None, *,
    refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = {"source": found, "form": form, "kind": kinds().get(kind), "refused": refused}
    if found is not None:
        context["leads"] = may(request.user, Role.LEAD, found.team)
        context["n"], context["has_secret"] = found.metrics.count(), sourcing.has_secret(found)
    if context["kind"]:
        context["takes"] = sorted(one.value for one in context["kind"].needs | context["kind"].may)
        context["needs"] = sorted(one.value for one in context["kind"].needs)
    return render(request, "releases/metric_source.html", context, status=status)
