"""When repositories are scanned and stacks checked: all of it on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maturity import access
from maturity.actions import Refused
from maturity.actions.schedules import change_schedule
from maturity.models import Role, Schedule
from maturity.models.schedules import ScheduleQuerySet
from maturity.views._http import HtmxHttpRequest, page_of, person, pk_of

HOUR = timedelta(hours=1)
PAGE = 50
HOW = ("cron", "default", "off")


@access.login
@require_http_methods(["GET", "HEAD", "POST"])
def schedules(request: HtmxHttpRequest) -> HttpResponse:
    """Due next first; those switched off last."""
    access.expect_somewhere(request.user, Role.LEAD)
    mine = access.schedules_where(request.user, Role.LEAD)
    return _change(request, mine) if request.method == "POST" else _page(request, mine)


def _change(request: HtmxHttpRequest, mine: ScheduleQuerySet) -> HttpResponse:
    found = get_object_or_404(
        mine.select_related("repository", "stack__repository"), pk=pk_of(request.POST.get("schedule", ""))
    )
    cron = request.POST.get("cron", "").replace("\0", "")[:200]
    how = request.POST.get("how", "")
    try:
        change_schedule(person(request), found, how if how in HOW else "cron", cron)
    except Refused as refusal:
        return _page(request, mine, wrong=found, cron=cron, refused=refusal.message)
    return redirect(f"{reverse('maturity:settings_schedules')}?{request.GET.urlencode()}#s-{found.pk}")


def _page(request: HtmxHttpRequest, mine: ScheduleQuerySet, **wrong: Any) -> HttpResponse:
    team, number = request.GET.get("team", "").replace("\0", "")[:100], page_of(request.GET.get("page", ""))
    teams = list(access.teams_where(request.user, Role.LEAD).order_by("name"))
    known = any(one.slug == team for one in teams)
    shown = mine.filter(repository__team__slug=team) if known else mine
    start = (number - 1) * PAGE
    rows = list(
        shown.select_related("repository__team", "stack").order_by("-enabled", "next_run_at", "pk")[
            start : start + PAGE + 1
        ]
    )
    context = {
        "schedules": _first(rows[:PAGE], wrong.get("wrong")),
        "following": number + 1 if len(rows) > PAGE else None,
        "previous": number - 1,
        "teams": teams,
        "team": team if known else "",
        "hours": settings.RUNGS_SCAN_EVERY // HOUR,
        **wrong,
    }
    return render(request, "maturity/settings_schedules.html", context, status=422 if wrong else 200)


def _first(rows: list[Schedule], wrong: Schedule | None) -> list[Schedule]:
    """What was refused is shown, wherever in the list it stands."""
    return rows if wrong is None or wrong in rows else [wrong, *rows]
