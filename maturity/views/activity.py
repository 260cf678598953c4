"""The history of everything a person may look at, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity import access
from maturity.forms.activity import DAYS, ActivityFilter
from maturity.models import Event
from maturity.models.events import EventQuerySet
from maturity.views._http import HtmxHttpRequest, pk_of, varied, wants_fragment

PAGE = 50


@access.login
@require_GET
def activity(request: HtmxHttpRequest) -> HttpResponse:
    """Newest first; older ones by `?before=`. The list alone, when a filter changed."""
    repositories, teams = access.repositories_for(request.user), access.teams_for(request.user)
    asked = ActivityFilter(request.GET, teams=teams, repositories=repositories)
    before, now = pk_of(request.GET.get("before", "")), timezone.now()
    cursor = access.events_for(request.user).filter(pk=before).first() if before else None

    def narrow(events: EventQuerySet) -> EventQuerySet:
        found = asked.narrow(events, now)
        return found.before(cursor) if cursor else found

    found = access.newest_events(request.user, narrow, PAGE + 1, asked.of)
    rows = list(found.select_related("repository", "stack", "team", "actor"))
    context: dict[str, Any] = {
        "asked": asked,
        "days": _by_day(rows[:PAGE]),
        "following": asked.query(before=rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "choices": DAYS,
        "later": bool(cursor),
    }
    part = wants_fragment(request, "events")
    return varied(render(request, f"maturity/{'_activity' if part else 'activity'}.html", context))


def _by_day(events: Sequence[Event]) -> list[tuple[date, list[Event]]]:
    """Of the person's own days."""
    return [(day, list(some)) for day, some in groupby(events, lambda one: timezone.localdate(one.at))]
