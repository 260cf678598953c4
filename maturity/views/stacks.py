"""One stack: what the last check found, every check, who looks when, and what is set up for it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maturity import access
from maturity.actions.checks import remove_noise_rule
from maturity.core.drift import calendar
from maturity.models import DriftEpisode, Kind, Mode, NoiseRule, Role, Stack, User
from maturity.views import _drift
from maturity.views._http import HtmxHttpRequest, person, pk_of, varied, wants_fragment
from maturity.views._poll import poll
from maturity.views._state import state_context

CHECKS = 30
EPISODES = 10


@access.login
@require_GET
def stack(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """The page, or older checks under those it shows."""
    found = access.stack_for(request.user, pk)
    before = request.GET.get("before", "")
    if wants_fragment(request, "more-checks"):
        context = {"stack": found, "r": found.repository, "focus": True, **checks(found, before)}
        return varied(render(request, "maturity/_check_rows.html", context))
    return varied(render(request, "maturity/stack.html", details(person(request), found, before)))


def details(user: User, stack: Stack, before: str = "") -> dict[str, Any]:
    """Everything the page shows; the end of a check shows it again."""
    now = timezone.now()
    episodes = _episodes(stack)
    run = stack.runs.filter(kind=Kind.PLAN).open().first()
    return {
        "stack": stack,
        "r": stack.repository,
        "now": now,
        "today": calendar.today(now),
        "yesterday": _drift.start_of_yesterday(now),
        "fresh": stack.freshness(user.organisation.checks_fresh_since(now)),
        "run": run,
        "poll": poll(run, now) if run else None,
        "open": [one for one in episodes if one.is_open],
        "past": [one for one in episodes if not one.is_open],
        "schedule": stack.schedules.filter(kind=Kind.PLAN, enabled=True).first(),
        "rules": list(_rules(stack)),
        "pulls": stack.mode == Mode.PULL,
        **state_context(stack, now, user.organisation.lock_long),
        "untouched": not (stack.checked_at or stack.attempted_at),
        **checks(stack, before),
    }


def _episodes(stack: Stack) -> list[DriftEpisode]:
    found = list(stack.episodes.select_related("owner", "acknowledged_by").newest_first()[:EPISODES])
    for one in found:
        one.stack = stack
    return found


def checks(stack: Stack, before: str) -> dict[str, Any]:
    """One page of its checks, newest first; `older` is the key to go on from."""
    cursor = stack.checks.filter(pk=pk_of(before)).first() if before else None
    found = stack.checks.before(cursor) if cursor else stack.checks.all()
    shown = list(found.newest_first()[: CHECKS + 1])
    return {"checks": shown[:CHECKS], "older": shown[CHECKS - 1].pk if len(shown) > CHECKS else None}


def _rules(stack: Stack) -> QuerySet[NoiseRule]:
    """Noise rules of this stack, and those of all stacks of its repository."""
    here = Q(stack=stack) | Q(stack__isnull=True)
    return stack.repository.noise_rules.filter(here).select_related("created_by").order_by("-created_at")


@access.login
@require_POST
def remove_noise(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    found = access.stack_for_write(request.user, pk, Role.LEAD)
    rule = get_object_or_404(_rules(found), pk=pk_of(request.POST.get("rule", "")))
    remove_noise_rule(person(request), rule)
    return redirect(f"{reverse('maturity:stack', args=[pk])}#noise")


@access.login
@require_GET
def run_log(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """What a plan printed. It was redacted before it was stored."""
    run = access.run_for(request.user, pk)
    if run.stack is None:
        return redirect("maturity:repository", run.repository.name)
    log = getattr(run, "log", None)
    context = {"run": run, "stack": run.stack, "r": run.repository, "text": log.text if log else ""}
    return render(request, "maturity/run_log.html", context)
