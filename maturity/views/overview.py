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
from maturity.forms.filters import TeamFilter
from maturity.models import Event, User
from maturity.models.repositories import RepositoryQuerySet
from maturity.panels import panels_of
from maturity.views import _drift, _lists
from maturity.views._http import person
from maturity.views._teams import choice

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
    now, user, whose = timezone.now(), person(request), choice(request)
    goal, fresh_since = user.organisation.goal_level, user.organisation.scans_fresh_since(now)
    asked = RepositoryFilter(whose.asked.chosen, whose.asked.own)
    repositories = whose.asked.of_teams(access.repositories_for(user), "team")
    standing = _lists.standing(repositories, now, fresh_since)
    if not standing.total and whose.teams is None:
        return render(request, "maturity/overview_empty.html")
    whole = whose.teams is None and access.sees_everything(user)
    waits = waiting.Waiting(user, now, whose.teams)
    vars(request)["standing"] = waits.standing()
    context = {
        "whose": whose.asked,
        "segments": whose.segments,
        "asked": asked,
        "waiting": waits.items(count=WAITING_SHOWN),
        "numbers": _numbers(standing, goal, whose.asked),
        "changes": _changes(user, None if whole else repositories, now),
        "maturity": standing,
        "good": standing.at_least(goal),
        "rated": sum(standing.now.values()),
        "gained": standing.gained(goal),
        "lost": -standing.gained(goal),
        "goal": goal,
        **_drifted(user, whose.asked, now),
        "panels": panels_of(user, whose.asked, now),
        "page": _lists.page(asked, repositories, 1, now, fresh_since),
        "total": standing.total,
    }
    return render(request, "maturity/overview.html", context)


def _numbers(standing: _lists.Standing, goal: int, asked: TeamFilter) -> list[Number]:
    of = standing.states
    return [
        Number(standing.total, _("repositories"), asked.query()),
        Number(standing.below(goal), _("below L%d") % goal, asked.query(below=goal)),
        Number(of["dropped"], _("lost a level"), asked.query(state="dropped"), "dn", "c-danger"),
        Number(of["failed"], _("scans failed"), asked.query(state="failed"), "fail", "c-danger"),
        Number(of["stale"], _("out of date"), asked.query(state="stale"), "clock", "c-warn"),
    ]


def _drifted(user: User, asked: TeamFilter, now: datetime) -> dict[str, Any]:
    """What drifts now: what is new first, then what lasts longest; and the stacks that cannot be checked."""
    yesterday = _drift.start_of_yesterday(now)
    seen = asked.of_teams(access.stacks_for(user), "repository__team")
    stacks = seen.present().checkable().ranked(now - timedelta(days=_drift.DAYS))
    episodes = asked.of_teams(access.episodes_for(user), "stack__repository__team").alarming(now)
    episodes = episodes.select_related("stack__repository", "owner")
    failing = stacks.failing().select_related("repository").order_by("failing_since")
    return {
        "summary": _drift.summary(stacks, user.organisation.checks_fresh_since(now)),
        "drifted": list(episodes.new_then_oldest(yesterday)[:DRIFT_SHOWN]),
        "failing": list(failing.defer("sketch", "calendar")[:FAILING_SHOWN]),
        "yesterday": yesterday,
        "now": now,
    }


def _changes(user: User, of: RepositoryQuerySet | None, now: datetime) -> list[Event]:
    """The newest changes of a level, of either direction. Of some repositories they are few and looked up;
    of all of them (None) they are met on the way back.
    """
    found = access.news_for(user).filter(kind="level.changed", at__gte=now - timedelta(days=_lists.DAYS))
    if of is not None:
        found = found.filter(repository__in=of.order_by().values("pk"))
    return list(found.select_related("repository").newest_first()[:CHANGES_SHOWN])
