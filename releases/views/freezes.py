"""Freeze windows: when nothing goes to Stage or Prod, and who said so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec import Struct

from maturity import access as maturity_access
from maturity.access import expect_somewhere, login, may, may_somewhere
from maturity.actions import Refused
from maturity.models import Role
from maturity.views._http import person
from releases import access
from releases.actions import freezes as actions
from releases.core import freezing
from releases.core.freezing import Time
from releases.forms.freezes import ORGANISATION, FreezeForm, Scope
from releases.models import Application, FreezeWindow
from releases.models.freezes import FreezeQuerySet

MOST, OFFERED = 200, 200


class Line(Struct, frozen=True):
    """One window as it is listed. open: the time that it is open now; next: the next one otherwise.

    wrong  its zone or its rule is not understood here, so that nothing can be started
    """

    row: FreezeWindow
    changes: bool
    open: Time | None = None
    next: Time | None = None
    wrong: bool = False


@login
@require_http_methods(["GET", "HEAD", "POST"])
def freezes(request: HttpRequest) -> HttpResponse:
    """POST adds one; with `do` "preview" it shows the next times and adds nothing."""
    if request.method == "POST":
        return _add(request)
    return _page(request, access.freezes_for(request.user))


@login
@require_safe
def of_application(request: HttpRequest, slug: str) -> HttpResponse:
    """All that count for one application."""
    found = access.application_for(request.user, slug)
    return _page(request, access.freezes_for(request.user).of(found), of=found)


@login
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_freeze(person(request), access.freeze_for_write(request.user, pk))
    return redirect("releases:freezes")


@login
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_freeze(person(request), access.freeze_for_write(request.user, pk))
    return redirect("releases:freezes")


def _add(request: HttpRequest) -> HttpResponse:
    expect_somewhere(request.user, Role.LEAD)
    form, rows = FreezeForm(request.POST, scopes=_scopes(request)), access.freezes_for(request.user)
    if not form.is_valid():
        return _page(request, rows, form=form, status=422)
    try:
        if request.POST.get("do") == "preview":
            return _page(request, rows, form=form, preview=actions.preview(form.wanted()))
        team, application = form.chosen()
        actions.add_freeze(person(request), form.wanted(), team=team, application=application)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, rows, form=form, status=422)
    return redirect("releases:freezes")


def _page(
    request: HttpRequest, rows: FreezeQuerySet, *, form: FreezeForm | None = None,
    of: Application | None = None, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    found = rows.select_related("team", "application__team").order_by("ended_at", "starts_at", "pk")[:MOST]
    lines = [_line(request, row, now) for row in found]
    context = {
        "frozen": [one for one in lines if one.open or one.wrong],
        "coming": sorted((one for one in lines if one.next), key=_next),
        "over": [one for one in lines if not (one.open or one.next or one.wrong)],
        "of": of,
        **more,
    }
    if may_somewhere(request.user, Role.LEAD):
        context["form"] = form or FreezeForm(scopes=_scopes(request), initial=_initial(request, of))
        context["zone"] = form.cleaned_data.get("time_zone", "UTC") if form and form.is_valid() else "UTC"
    return render(request, "releases/freezes.html", context, status=status)


def _line(request: HttpRequest, row: FreezeWindow, now: datetime) -> Line:
    changes = may(request.user, Role.LEAD, row.application.team if row.application else row.team)
    if row.ended_at is not None:
        return Line(row, changes)
    try:
        window = row.window
    except (KeyError, OSError, ValueError):
        return Line(row, changes, wrong=True)
    here = freezing.open_at(window, now)
    following = [] if here else freezing.following(window, now, 1)
    return Line(row, changes, here, following[0] if following else None)


def _next(one: Line) -> datetime:
    return one.next.starts if one.next else datetime.max.replace(tzinfo=UTC)


def _initial(request: HttpRequest, of: Application | None) -> dict[str, str]:
    user = person(request)
    scope = f"application:{of.slug}" if of else ""
    return {"time_zone": user.time_zone or user.organisation.time_zone, "scope": scope}


def _scopes(request: HttpRequest) -> dict[str, Scope]:
    """What the person may freeze, by what the page sends."""
    user = person(request)
    found: dict[str, Scope] = {ORGANISATION: (None, None)} if user.is_superuser else {}
    teams = maturity_access.teams_where(user, Role.LEAD).order_by("name")[:OFFERED]
    found |= {f"team:{team.slug}": (team, None) for team in teams}
    applications = access.applications_where(user, Role.LEAD).order_by("name")[:OFFERED]
    return found | {f"application:{one.slug}": (None, one) for one in applications}
