"""The front page: where everything stands, what changed, and what blocks the next level."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec import Struct

from maturity import access
from maturity.forms import RepositoryFilter, in_states
from maturity.models import Event
from maturity.models.repositories import RepositoryQuerySet
from maturity.views import _drift, _lists
from maturity.views._http import HtmxHttpRequest

GOAL = 3
CHANGES_SHOWN = 6
DRIFT_SHOWN = 5
FAILING_SHOWN = 3


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


class Maturity(Struct, frozen=True):
    """How many repositories stand on which level, today and 90 days ago."""

    now: dict[int, int]
    then: dict[int, int]

    @property
    def rated(self) -> int:
        return sum(self.now.values())

    @property
    def good(self) -> int:
        return at_least(GOAL, self.now)

    @property
    def gained(self) -> int:
        return max(self.good - at_least(GOAL, self.then), 0)

    @property
    def lost(self) -> int:
        return max(at_least(GOAL, self.then) - self.good, 0)


def at_least(level: int, counts: dict[int, int]) -> int:
    return sum(count for reached, count in counts.items() if reached >= level)


@access.login
@require_GET
def overview(request: HtmxHttpRequest) -> HttpResponse:
    now = timezone.now()
    repositories = access.repositories_for(request.user)
    levels = _lists.levels_now(repositories)
    total = sum(levels.values())
    if not total:
        return render(request, "maturity/overview_empty.html")
    context = {
        "numbers": _numbers(repositories, total, now),
        "changes": _changes(repositories, now),
        "maturity": Maturity(
            _lists.distribution(levels.items()),
            _lists.distribution(_lists.levels_then(repositories, now).items()),
        ),
        "goal": GOAL,
        **_drifted(request, now),
        "page": _lists.page(RepositoryFilter({}), repositories, 1, now),
        "total": total,
    }
    return render(request, "maturity/overview.html", context)


def _numbers(repositories: RepositoryQuerySet, total: int, now: datetime) -> list[Number]:
    counted = {name: Count("pk", filter=where) for name, where in in_states(now).items()}
    of = repositories.aggregate(**counted, below=Count("pk", filter=Q(level__lt=GOAL)))
    return [
        Number(total, _("repositories"), ""),
        Number(of["below"], _("below L%d") % GOAL, f"below={GOAL}"),
        Number(of["dropped"], _("lost a level"), "state=dropped", "dn", "c-danger"),
        Number(of["failed"], _("scans failed"), "state=failed", "fail", "c-danger"),
        Number(of["stale"], _("out of date"), "state=stale", "clock", "c-warn"),
    ]


def _drifted(request: HtmxHttpRequest, now: datetime) -> dict[str, Any]:
    """What drifts now: what is new first, then what lasts longest; and the stacks that cannot be checked."""
    yesterday = _drift.start_of_yesterday(now)
    stacks = access.stacks_for(request.user).present().checkable().ranked(now - timedelta(days=_drift.DAYS))
    episodes = access.episodes_for(request.user).alarming(now).select_related("stack__repository", "owner")
    failing = stacks.failing().select_related("repository").order_by("failing_since")
    return {
        "summary": _drift.summary(stacks, now),
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
