"""Whose things a page shows: everybody's, those of the person's own teams, or those of one team."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.forms.filters import YES, TeamFilter
from maturity.models import Team
from maturity.views._http import person, teams_of

NAMED = 3  # teams of one's own that have a link of their own


class Segment(Struct, frozen=True):
    query: str
    word: str
    chosen: bool


class Choice(Struct, frozen=True):
    """teams: the ids that were asked for, or a query for them; None: everything the person may see."""

    asked: TeamFilter
    teams: Sequence[int] | None
    segments: list[Segment]


def choice(request: HttpRequest) -> Choice:
    """Without a query: a page that shows a team anyway asks for what is its own."""
    own = person(request).own_teams
    asked = TeamFilter(request.GET, teams_of(request))
    slug = asked.chosen.get("team", "")
    named = {team: word for team, word in own.values() if len(own) <= NAMED or team == slug}
    if slug:
        named.setdefault(slug, slug)
    words: list[tuple[dict[str, str], str]] = [({}, _("All"))]
    if len(own) > 1:
        words.append(({"mine": YES}, _("My teams")))
    words += [({"team": team}, word) for team, word in named.items()]
    segments = [Segment(TeamFilter(given).query(), word, asked.chosen == given) for given, word in words]
    return Choice(asked, _ids(asked), segments if len(segments) > 1 else [])


def _ids(asked: TeamFilter) -> Sequence[int] | None:
    if "team" in asked.chosen:
        slug = asked.chosen["team"]
        return Team.objects.filter(slug=slug).values_list("pk", flat=True)  # type: ignore[return-value]
    return asked.own if "mine" in asked.chosen else None
