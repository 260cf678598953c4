"""Making a team, changing what it is called and goes by, and taking it away."""

from __future__ import annotations

from itertools import count

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.teams.telling import tell
from maturity.models import Event, Repository, Team, User

PAGES = frozenset({"new"})  # the last part of an address that is a page


class Wanted(Struct, frozen=True, kw_only=True):
    """A team as a person wants it. None: stays as it is. See `Team` for what the fields mean."""

    name: str
    emergency_contact: str = ""
    handles: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None


def create_team(by: User, wanted: Wanted) -> Team:
    _check(None, wanted)
    team = Team(slug=_slug(wanted.name), created_at=timezone.now())
    return _save(by, "team.created", team, wanted)


def change_team(by: User, team: Team, wanted: Wanted) -> Team:
    """Its address stays: others have links to it."""
    _check(team, wanted)
    return _save(by, "team.changed", team, wanted)


def remove_team(by: User, team: Team) -> None:
    """Its repositories belong to nobody then; its members stay people. Raises Refused."""
    ways = team.connections.count()
    if ways:  # without a team they would be every team's
        raise Refused(
            ngettext(
                "Remove its AWS connection first: %(n)s is left.",
                "Remove its AWS connections first: %(n)s are left.",
                ways,
            )
            % {"n": ways}
        )
    with transaction.atomic():
        Repository.objects.filter(team=team).update(team_by="", team_why="")
        Event.objects.create(kind="team.removed", actor=by, subject=team.name, at=timezone.now())
        team.delete()


def _save(by: User, kind: str, team: Team, wanted: Wanted) -> Team:
    team.name, team.emergency_contact = wanted.name, wanted.emergency_contact
    team.handles = team.handles if wanted.handles is None else list(wanted.handles)
    team.topics = team.topics if wanted.topics is None else list(wanted.topics)
    told = {"handles": team.handles, "topics": team.topics, "emergency_contact": team.emergency_contact}
    try:
        with transaction.atomic():
            team.save()
            tell(kind, by, team, **told)
    except IntegrityError:
        raise Refused(_("There is a team called %(name)s already.") % {"name": wanted.name}) from None
    return team


def _check(team: Team | None, wanted: Wanted) -> None:
    """A handle or a topic names one team: otherwise nobody could say whose a repository is."""
    others = Team.objects.exclude(pk=team.pk) if team else Team.objects.all()
    for other in others:
        theirs = {str(one).casefold() for one in [*other.handles, *other.topics]}
        for one in [*(wanted.handles or ()), *(wanted.topics or ())]:
            if one.casefold() in theirs:
                raise Refused(_("%(what)s stands for %(team)s already.") % {"what": one, "team": other.name})


def _slug(name: str) -> str:
    """Of the name, and no other team's: "network", "network-2"; "team" for one without Latin letters."""
    wanted = slugify(name)[:90] or "team"
    taken = set(Team.objects.filter(Q(slug=wanted) | Q(slug__startswith=f"{wanted}-")).values_list("slug"))
    known = {slug for (slug,) in taken} | PAGES
    if wanted not in known:
        return wanted
    return next(slug for number in count(2) if (slug := f"{wanted}-{number}") not in known)
