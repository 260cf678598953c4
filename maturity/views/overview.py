"""The front page: what waits for the person, what drifts, where everything stands, and what blocks it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec import Struct

from maturity import access, waiting
from maturity.forms import RepositoryFilter
from maturity.models import Event
from maturity.models.repositories import RepositoryQuerySet
from maturity.views import _drift, _lists
from maturity.views._http import person

CHANGES_SHOWN = 6
DRIFT_SHOWN = 5
FAILING_SHOWN = 3
WAITING_SHOWN = 6


class Number(Struct, frozen=True):
    """A headline number and the list that produced it."""

    count: int
    label: str
    query: str
    icon: str = ""
    colour: str = ""

    @property
    def url(self) -> str:
        return reverse("maturity:repositories") + (f"?{self.query}" if self.query else "")


@access.login
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    organisation = person(request).organisation
    goal, fresh_since = organisation.goal_level, organisation.scans_fresh_since(now)
    repositories = access.repositories_for(request.user)
    standing = _lists.standing(repositories, now, fresh_since)
    if not standing.total:
        return render(request, "maturity/overview_empty.html")
    context = {
        "waiting": waiting.items(person(request), now, count=WAITING_SHOWN),
        "numbers": _numbers(standing, goal),
        "changes": _changes(repositories, now),
        "maturity": standing,
        "good": standing.at_least(goal),
        "rated": sum(standing.now.values()),
        "gained": standing.gained(goal),
        "lost": -standing.gained(goal),
        "goal": goal,
        **_drifted(request, now),
        "page": _lists.page(RepositoryFilter({}), repositories, 1, now, fresh_since),
        "total": standing.total,
    }
    return render(request, "maturity/overview.html", context)


def _numbers(standing: _lists.Standing, goal: int) -> list[Number]:
    of = standing.states
    return [
        Number(standing.total, _("repositories"), ""),
        Number(standing.below(goal), _("below L%d") % goal, f"below={goal}"),
        Number(of["dropped"], _("lost a level"), "state=dropped", "dn", "c-danger"),
        Number(of["failed"], _("scans failed"), "state=failed", "fail", "c-danger"),
        Number(of["stale"], _("out of date"), "state=stale", "clock", "c-warn"),
    ]


def _drifted(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What drifts now: what is new first, then what lasts longest; and the stacks that cannot be checked."""
    yesterday = _drift.start_of_yesterday(now)
    stacks = access.stacks_for(request.user).present().checkable().ranked(now - timedelta(days=_drift.DAYS))
    episodes = access.episodes_for(request.user).alarming(now).select_related("stack__repository", "owner")
    failing = stacks.failing().select_related("repository").order_by("failing_since")
    return {
        "summary": _drift.summary(stacks, person(request).organisation.checks_fresh_since(now)),
        "drifted": list(episodes.new_then_oldest(yesterday)[:DRIFT_SHOWN]),
        "failing": list(failing.defer("sketch", "calendar")[:FAILING_SHOWN]),
        "yesterday": yesterday,
        "now": now,
    }


def _changes(repositories: RepositoryQuerySet, now: datetime) -> list[Event]:
    """The newest changes of a level, of either direction."""
    since = now - timedelta(days=_lists.DAYS)
    found = Event.objects.filter(kind="level.changed", at__gte=since, repository__in=repositories)
    return list(found.select_related("repository").newest_first()[:CHANGES_SHOWN])
