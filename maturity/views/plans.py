"""Plans: what open pull requests would change, what checks found, and one plan change by change."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from msgspec import Struct

from maturity import access
from maturity.core.plans.change import Action
from maturity.forms.filters import PlanFilter
from maturity.models import Plan, Purpose
from maturity.templatetags.plans import forcing_first
from maturity.views import _plan
from maturity.views._http import HtmxHttpRequest, pk_of, teams_of, varied, wants_fragment
from maturity.views._saved import saved
from maturity.words import drift

PAGE = 30
LONGEST = 200
ATTRIBUTES = 500


class Counter(Struct, frozen=True):
    """One of the four numbers above a plan: it filters."""

    action: str
    count: int
    word: str
    query: str
    chosen: bool


@access.login
@require_GET
def plans(request: HtmxHttpRequest) -> HttpResponse:
    """Open pull requests with the state of their plans, and the newest plans of checks."""
    asked = PlanFilter(request.GET, teams_of(request))
    state = asked.chosen.get("state", "")
    mine = asked.of_teams(access.pull_requests_for(request.user).open(), "repository__team")
    pulls = mine.filter(plan_state=state) if state else mine
    if cursor := mine.filter(pk=pk_of(request.GET.get("before", ""))).first():
        pulls = pulls.before(cursor)
    shown = list(
        pulls.select_related("repository").prefetch_related("statuses__stack").newest_first()[: PAGE + 1]
    )
    context = {
        "now": timezone.now(),
        "asked": asked,
        "state": state,
        "states": {value: look.word for value, look in drift.PLAN_STATES.items()},
        "pulls": shown[:PAGE],
        "following": asked.query(before=shown[PAGE - 1].pk) if len(shown) > PAGE else "",
        "focus": bool(request.GET.get("before")),
    }
    if wants_fragment(request, "more-pulls"):
        return varied(render(request, "maturity/_pull_rows.html", context))
    if wants_fragment(request, "more-plans"):
        return varied(render(request, "maturity/_plan_rows.html", _recent(request, asked)))
    context |= {
        "total": mine.count(),
        "saved": saved(request, "maturity:plans", asked),
        **_recent(request, asked),
    }
    return varied(render(request, "maturity/plans.html", context))


def _recent(request: HtmxHttpRequest, asked: PlanFilter) -> dict[str, Any]:
    found = asked.of_teams(access.plans_for(request.user), "repository__team")
    found = found.exclude(purpose=Purpose.PULL_REQUEST)
    if cursor := found.filter(pk=pk_of(request.GET.get("older", ""))).first():
        found = found.before(cursor)
    rows = list(found.select_related("repository", "stack").defer("sketch").newest_first()[: PAGE + 1])
    return {"plans": rows[:PAGE], "older": asked.query(older=rows[PAGE - 1].pk) if len(rows) > PAGE else ""}


@access.login
@require_GET
def plan(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.plan_for(request.user, pk)
    q, show = _asked(request)
    changes = found.changes
    matching = _plan.matching(changes, q, show)
    context = {
        "plan": found,
        "r": found.repository,
        "q": q,
        "show": show,
        "query": urlencode(_set(q=q, show=show)),
        "total": len(changes),
        "matching": len(matching),
        "sections": _plan.sections(matching, filtered=bool(q or show)),
        "counters": _counters(found, q, show),
        "lost": _plan.loses_data(changes),
        "unguarded": any(one.guards for one in changes if one.holds_data and one.destructive),
    }
    return render(request, "maturity/plan.html", context)


def _asked(request: HtmxHttpRequest) -> tuple[str, str]:
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    show = request.GET.get("show", "")
    return q, show if show in list(Action) else ""


def _counters(plan: Plan, q: str, show: str) -> list[Counter]:
    counts = {
        Action.DELETE: plan.deletes, Action.REPLACE: plan.replaces, Action.UPDATE: plan.updates,
        Action.CREATE: plan.creates,
    }  # fmt: skip
    return [
        Counter(
            action, count, str(drift.ACTIONS[action].word),
            urlencode(_set(q=q, show="" if show == action else action)), show == action,
        )
        for action, count in counts.items()
    ]  # fmt: skip


@access.login
@require_GET
def plan_group(request: HtmxHttpRequest, pk: int, key: str) -> HttpResponse:
    """Rows of a group: fetched when it is opened, or without a script a page of their own."""
    found = access.plan_for(request.user, pk)
    q, show = _asked(request)
    members = _plan.members(_plan.matching(found.changes, q, show), key)
    if members is None:
        raise Http404
    start = min(pk_of(request.GET.get("from", "")), len(members))
    following = start + _plan.PAGE if len(members) > start + _plan.PAGE else None
    context = {
        "plan": found,
        "r": found.repository,
        "key": key,
        "rows": members[start : start + _plan.PAGE],
        "following": urlencode(_set(q=q, show=show, **{"from": following})) if following else "",
        "left": len(members) - start - _plan.PAGE,
    }
    template = "maturity/_group.html" if request.htmx else "maturity/plan_part.html"
    return varied(render(request, template, context))


@access.login
@require_GET
def plan_change(request: HtmxHttpRequest, pk: int, index: int) -> HttpResponse:
    """All attributes of one change."""
    found = access.plan_for(request.user, pk)
    changes = found.changes
    if index >= len(changes):
        raise Http404
    context = {
        "plan": found,
        "r": found.repository,
        "one": changes[index],
        "planned": forcing_first(changes[index].differences)[:ATTRIBUTES],
        "outside": changes[index].drift[:ATTRIBUTES],
        "left": max(len(changes[index].differences) - ATTRIBUTES, 0),
    }
    template = "maturity/_change.html" if request.htmx else "maturity/plan_part.html"
    return varied(render(request, template, context))


def _set(**given: object) -> dict[str, object]:
    """Only what is set, so that addresses stay short."""
    return {name: value for name, value in given.items() if value not in ("", None)}
