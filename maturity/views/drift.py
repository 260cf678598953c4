"""The drift page: what differs from its code now, what is new, and the last 90 days of every stack."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity import access
from maturity.core.drift import calendar
from maturity.forms.drift import STACKS, DriftFilter
from maturity.models import Role
from maturity.models.stacks import Rank, StackQuerySet
from maturity.views import _drift, _episode
from maturity.views._http import HtmxHttpRequest, person, teams_of, varied, wants_fragment
from maturity.views._saved import saved
from maturity.views._trend import trend

OPENED = 5  # of what is new, shown with its attributes at once


@access.login
@require_GET
def drift(request: HtmxHttpRequest) -> HttpResponse:
    """The page, or further rows of one of its lists."""
    asked = DriftFilter(request.GET, teams_of(request))
    now = timezone.now()
    mine = access.stacks_for(request.user).present().checkable().ranked(now - timedelta(days=_drift.DAYS))
    stacks = asked.narrow(mine)
    fresh_since = person(request).organisation.checks_fresh_since(now)
    if wants_fragment(request, "more-stacks"):
        context = _heat(asked, stacks, request.GET.get("after", ""), now, fresh_since)
        return varied(render(request, "maturity/_heat_rows.html", context))
    if wants_fragment(request, "more-calm"):
        calm = _drift.stacks(asked, stacks.ranking(Rank.CALM), stacks, request.GET.get("after", ""))
        context = {"stacks": calm, "today": calendar.today(now), "part": "more-calm"}
        return varied(render(request, "maturity/_heat_rows.html", context))
    context = _episodes(request, asked, stacks, now)
    if wants_fragment(request, "more-episodes"):
        return varied(render(request, "maturity/_episodes.html", context))
    context |= _heat(asked, stacks, request.GET.get("after", ""), now, fresh_since)
    checkable = access.where(request.user, Role.ENGINEER, "repository__")
    rollups, today = access.rollups_for(request.user), calendar.today(now)
    context |= {
        "summary": _drift.summary(stacks, fresh_since, checkable),
        "states": STACKS,
        "saved": saved(request, "maturity:drift", asked),
        "trend": trend(rollups, asked.chosen.get("team", ""), today),
    }
    return varied(render(request, "maturity/drift.html", context))


def _episodes(
    request: HtmxHttpRequest, asked: DriftFilter, stacks: StackQuerySet, now: datetime
) -> dict[str, Any]:
    yesterday = _drift.start_of_yesterday(now)
    mine = asked.narrow_episodes(access.episodes_for(request.user), stacks)
    page = _drift.episodes(asked, asked.seen(mine, now, yesterday), mine, request.GET.get("before", ""))
    opened = page.rows[:OPENED] if asked.view == "yesterday" else []
    return {
        "asked": asked,
        "now": now,
        "yesterday": yesterday,
        "episodes": page,
        "more": bool(request.GET.get("before")),
        "opened": _episode.of_many(opened),
        "counts": mine.counted(now, yesterday),
        "acknowledged": _drift.with_people(mine.acknowledged(now)).newest_first()[: _drift.PAGE]
        if asked.view == "open"
        else [],
    }


def _heat(
    asked: DriftFilter, stacks: StackQuerySet, after: str, now: datetime, fresh_since: datetime
) -> dict[str, Any]:
    """The rows of the map. Without a state asked for, calm stacks and those never checked stay folded."""
    state = "stacks" in asked.chosen
    in_trouble = stacks.ranking(Rank.DRIFTED, Rank.FAILING, Rank.RECENT)
    shown = asked.in_state(stacks, fresh_since) if state else in_trouble
    return {
        "asked": asked,
        "stacks": _drift.stacks(asked, shown, stacks, after),
        "today": calendar.today(now),
        "part": "more-stacks",
    }
