"""Applications: their own team says who may, whatever became of the repository."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from maturity.access import Person, connections_for, expect, seen, where
from maturity.models import ApiToken, Connection, Role
from releases.models import Application, Service
from releases.models.applications import ApplicationQuerySet


def applications_for(user: Person) -> ApplicationQuerySet:
    return Application.objects.filter(seen(user))


def applications_where(user: Person, least: Role) -> ApplicationQuerySet:
    return Application.objects.filter(where(user, least))


def application_for(user: Person, slug: str) -> Application:
    expect_text(slug)
    rows = applications_for(user).select_related("team", "repository", "rollout")
    return get_object_or_404(rows, slug=slug)


def application_for_write(user: Person, slug: str, least: Role) -> Application:
    found = application_for(user, slug)
    expect(user, least, found.team)
    return found


def applications_of(token: ApiToken) -> ApplicationQuerySet:
    """Those a machine's token reaches: of its repository, or of its team."""
    if token.repository_id is not None:
        return Application.objects.shown().filter(repository=token.repository_id)
    return Application.objects.shown().filter(Q(("team", token.team_id)))


def expect_text(typed: str) -> None:
    """Raises Http404 for what no row can be called: PostgreSQL refuses to be asked for it."""
    if "\0" in typed:
        raise Http404


def connections_of(user: Person, service: Service | None) -> QuerySet[Connection]:
    """Ways into AWS this person may choose for a service, and the one it has already."""
    mine = Q(pk__in=connections_for(user).values("pk"))
    has = Q(pk=service.connection_id) if service and service.connection_id else Q()
    return Connection.objects.filter(mine | has).order_by("name")
