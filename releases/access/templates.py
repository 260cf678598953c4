"""Checklist templates: whose they are, and who may look at them and change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db.models import Q, QuerySet
from django.http import Http404
from msgspec import Struct

from maturity.access import Person, expect, team_for, team_for_write
from maturity.models import Role, Team
from releases.access.applications import application_for, application_for_write, expect_text
from releases.models import Application, ChecklistTemplate


class Owner(Struct, frozen=True):
    """Of whom a template is. `scope` is how an address names it: "organisation", "team.network"."""

    of: Literal["organisation", "team", "application"]
    team: Team | None = None
    application: Application | None = None

    @property
    def scope(self) -> str:
        if self.application is not None:
            return f"application.{self.application.slug}"
        return f"team.{self.team.slug}" if self.team is not None else "organisation"

    @property
    def name(self) -> str:
        """ "" for the organisation."""
        return str(self.application or self.team or "")


ORGANISATION = Owner("organisation")


def owner_for(user: Person, scope: str) -> Owner:
    """To look at: 404 for who may not see it."""
    of, slug = _parts(scope)
    if of == "team":
        return Owner("team", team=team_for(user, slug))
    if of == "application":
        return Owner("application", application=application_for(user, slug))
    if scope != "organisation":
        raise Http404
    return ORGANISATION


def owner_for_write(user: Person, scope: str) -> Owner:
    """To change: the organisation's is for administrators, the others for who leads the team."""
    of, slug = _parts(scope)
    if of == "team":
        return Owner("team", team=team_for_write(user, slug, Role.LEAD))
    if of == "application":
        return Owner("application", application=application_for_write(user, slug, Role.LEAD))
    found = owner_for(user, scope)
    expect(user, Role.ADMIN)
    return found


def _parts(scope: str) -> tuple[str, str]:
    expect_text(scope)
    of, _, slug = scope.partition(".")
    return of, slug


def templates_of(teams: Sequence[Team], applications: Sequence[Application]) -> QuerySet[ChecklistTemplate]:
    """The organisation's, and those of these teams and applications."""
    theirs = Q(team__in=teams) | Q(application__in=applications)
    return ChecklistTemplate.objects.filter(Q(team=None, application=None) | theirs)
