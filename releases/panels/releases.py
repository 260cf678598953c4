"""What is on its way, what is prepared and what keeps it back, and what came to Prod last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, IntegerField, QuerySet, TextField, Value
from msgspec import Struct

from maturity.forms.filters import TeamFilter
from maturity.models import Role, User
from maturity.panels import Panel
from releases import access, links
from releases.core.state import BEFORE, ON_THE_WAY, State
from releases.models import Release
from releases.models.releases import ReleaseQuerySet

OPEN, DONE = 4, 3  # of each kind


class Line(Struct, frozen=True, kw_only=True):
    """at: when it came into its state; step: the share of the traffic it has."""

    name: str
    slug: str
    version: str
    state: str
    step: int
    blocking: int | None
    at: datetime

    @property
    def url(self) -> str:
        return links.path_of(self.slug, self.version)

    @property
    def moving(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def blockers(self) -> int:
        """Of a draft they are others: see its page."""
        return self.blocking or 0 if self.state in BEFORE and self.state != State.DRAFT else 0


def told(user: User, asked: TeamFilter, now: datetime) -> dict[str, Any] | None:
    """One query. None for who sees no release and may open none."""
    mine = asked.of_teams(access.releases_for(user), "application__team")
    done = mine.filter(state=State.COMPLETED)
    parts = [_newest(mine.on_the_way(), OPEN), _newest(mine.before_the_way(), OPEN), _newest(done, DONE)]
    rows = [_line(row) for row in _opens(user).union(*parts, all=True)]
    lines = sorted((one for one in rows if one.state), key=lambda one: (not one.moving, now - one.at))
    if not rows:
        return None
    return {
        "open": [one for one in lines if one.state != State.COMPLETED],
        "done": [one for one in lines if one.state == State.COMPLETED],
        "opens": len(rows) > len(lines),
    }


def _newest(found: ReleaseQuerySet, most: int) -> QuerySet[Any, dict[str, Any]]:
    """Of what is asked for in one query with others; no name may be one of a column."""
    newest: QuerySet[Any] = Release.objects.filter(pk__in=found.order_by("-state_at").values("pk")[:most])
    columns: dict[str, Any] = {
        "l_name": F("application__name"), "l_slug": F("application__slug"), "l_version": F("version"),
        "l_state": F("state"), "l_step": F("step"), "l_blocking": F("blocking"), "l_at": F("state_at"),
    }  # fmt: skip
    return newest.order_by().values(**columns)


def _line(row: dict[str, Any]) -> Line:
    return Line(**{name.removeprefix("l_"): value for name, value in row.items()})


def _opens(user: User) -> QuerySet[Any, dict[str, Any]]:
    """One row without a state where this person may open a release of something."""
    mine: QuerySet[Any] = access.applications_where(user, Role.ENGINEER)
    nothing = Value("", TextField())
    columns: dict[str, Any] = {
        "l_name": nothing, "l_slug": nothing, "l_version": nothing, "l_state": nothing,
        "l_step": Value(0, IntegerField()), "l_blocking": Value(None, IntegerField()),
        "l_at": F("created_at"),
    }  # fmt: skip
    return mine.filter(pk__in=mine.order_by().values("pk")[:1]).order_by().values(**columns)


PANEL = Panel(place=10, template="releases/_panel.html", action="releases/_panel_action.html", told=told)
