"""Ways into AWS."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from maturity.access.roles import Denied, Person
from maturity.models import Connection, Role, User


def connections_for(user: Person) -> QuerySet[Connection]:
    """Ways into AWS that a lead may choose: those of their teams, and those every team shares."""
    if not isinstance(user, User):
        return Connection.objects.none()
    if user.is_superuser:
        return Connection.objects.all()
    teams = user.teams_where(Role.LEAD)
    return Connection.objects.filter(Q(team__in=teams) | Q(team=None)) if teams else Connection.objects.none()


def connection_for(user: Person, pk: int) -> Connection:
    return get_object_or_404(connections_for(user), pk=pk)


def connection_for_write(user: Person, pk: int) -> Connection:
    found = connection_for(user, pk)
    if not (isinstance(user, User) and user.may(Role.LEAD, found.team_id)):
        raise Denied(Role.LEAD, found.team_id)
    return found
