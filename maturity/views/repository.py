"""One repository: its level, what to do next, the ladder with evidence, and its history."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.db.models import Case, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from maturity import access, actions, ladder, words
from maturity.core.criterion import Outcome
from maturity.models import Kind, Repository, Role
from maturity.views import _history
from maturity.views._http import HtmxHttpRequest, person
from maturity.views._poll import poll

HISTORY_PAGE = 50
STACKS_SHOWN = 12
DECIDING_FIRST = Case(When(environment="prod", then=Value(0)), default=Value(1))


@access.login
@require_GET
def repository(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for(request.user, name)
    return render(request, "maturity/repository.html", details(found))


def details(repository: Repository) -> dict[str, Any]:
    """Everything the page shows; the end of a scan shows it again."""
    now = timezone.now()
    current = repository.current
    run = repository.runs.filter(kind=Kind.SCAN).open().first()
    context: dict[str, Any] = {
        "r": repository,
        "run": run,
        "poll": poll(run, now) if run else None,
        "schedule": repository.schedules.filter(kind=Kind.SCAN, enabled=True).first(),
        "assessment": current,
    }
    if current is None:
        return context
    commit = current.snapshot.commit
    answers = ladder.answers(repository, commit, current.findings.all())
    if current.level is None:
        answers = ladder.applying(answers)
    release = [answer for answer in answers if answer.level == 0]
    stacks = list(repository.stacks.present().order_by(DECIDING_FIRST, "directory", "name", "environment"))
    return context | {
        "commit": commit,
        "skipped": current.snapshot.skipped,
        "next": ladder.next_step(current.level, answers),
        "rungs": ladder.rungs(current.level, answers),
        "release": ladder.applying(release),
        "release_not": [answer for answer in release if answer.outcome == Outcome.NOT_APPLICABLE],
        "ground": words.RUNGS[0],
        "no_level": words.NO_LEVEL.get(current.kind, ""),
        "stack_count": len(stacks),
        "stacks": stacks[:STACKS_SHOWN],
        "more_stacks": stacks[STACKS_SHOWN:],
        "chart": _history.chart(repository, now),
    }


@access.login
@require_GET
def history(request: HtmxHttpRequest, name: str) -> HttpResponse:
    """Every assessment that found something new, and what happened around it."""
    found = access.repository_for(request.user, name)
    assessments = found.assessments.select_related("snapshot").newest_first()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        assessments = assessments.filter(pk__lt=min(int(before), 2**62))
    shown = list(assessments[: HISTORY_PAGE + 1])
    beside_older = list(zip_longest(shown, shown[1:]))
    context = {
        "r": found,
        "lines": beside_older[:HISTORY_PAGE],
        "following": shown[HISTORY_PAGE - 1].pk if len(shown) > HISTORY_PAGE else None,
        "events": found.events.select_related("actor").newest_first()[:HISTORY_PAGE],
    }
    return render(request, "maturity/history.html", context)


@access.login
@require_POST
def forget(request: HtmxHttpRequest, name: str) -> HttpResponse:
    found = access.repository_for_write(request.user, name, Role.LEAD)
    actions.forget_repository(person(request), found)
    return redirect("maturity:repositories")
