"""Every state and component on one page, for those who work on the pages. Not served in production."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from maturity import access, words
from maturity.core.plans.change import Difference
from maturity.models import Repository, Run, Stack, State
from maturity.views._http import HtmxHttpRequest
from maturity.views._poll import Poll
from maturity.words import drift


@access.login
@require_GET
def states(request: HtmxHttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    now = timezone.now()
    never = Repository(name="acme/new", url="https://example.org/acme/new", connected_at=now)
    failed = Repository(name="acme/gone", scan_error="there is no such repository", scan_error_at=now)
    stale = Repository(name="acme/old", scan_error="the host does not answer", last_scanned_at=now)
    context = {
        "never": never,
        "failed": failed,
        "stale": stale,
        "queued": Run(pk=1, repository=never, requested_at=now),
        "running": Run(
            pk=2, repository=never, requested_at=now, state=State.RUNNING, attempt=1,
            progress="reading 1,204 of 4,384 files", percent=27,
        ),
        "poll": Poll(60, ""),
        **_drift(never, now),
        "outcomes": words.OUTCOMES,
        "levels": [(level, min(level + 1, 5)) for level in range(6)],
    }  # fmt: skip
    return render(request, "maturity/states.html", context)


def _drift(repository: Repository, now: datetime) -> dict[str, Any]:
    """The parts of the pages about drift and plans, made up: no row is read."""
    repository.pk = 1
    given = {"repository": repository, "checked_at": now, "calendar_end": now.date()}
    calendars: dict[str, dict[str, Any]] = {
        "o" * 40 + "1" * 9: {"drift_since": now},
        "oopp.o" * 9: {"pending_resources": 3},
        "o" * 70 + "EEE": {"failing_since": now},
        "o.o.23597oo" * 4: {},
    }
    stacks = [
        Stack(pk=number, directory=f"live/{number}", calendar=days, **given, **fields)
        for number, (days, fields) in enumerate(calendars.items(), 1)
    ]
    return {
        "findings": drift.FINDINGS, "check_outcomes": drift.CHECK_OUTCOMES, "endings": drift.ENDINGS,
        "plan_states": drift.PLAN_STATES, "actions": drift.ACTIONS, "heat": stacks, "today": now.date(),
        "rows": [
            Difference("size", "1", "2", forces=True), Difference("name", None, "b"), Difference("gone", "a"),
            Difference("key", sensitive=True), Difference("id", "1", unknown=True), Difference("to", "", "x"),
        ],
        "checking": Run(pk=3, repository=repository, requested_at=now, state=State.RUNNING, attempt=2,
                        progress="terraform plan", percent=60),
        "stack": stacks[0],
    }  # fmt: skip
