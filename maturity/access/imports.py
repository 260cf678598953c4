"""Imports are seen by who asked for them, and by administrators: what somebody looked at is nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maturity.access.roles import Person
from maturity.access.teams import teams_led
from maturity.models import Import, User


def imports_for(user: Person) -> QuerySet[Import]:
    if not isinstance(user, User):
        return Import.objects.none()
    return Import.objects.all() if user.is_superuser else Import.objects.filter(requested_by=user)


def import_for(user: Person, pk: int) -> Import:
    return get_object_or_404(imports_for(user).select_related("team", "requested_by"), pk=pk)


def import_for_write(user: Person, pk: int) -> Import:
    """Also for who asked, only while they lead a team."""
    found = import_for(user, pk)
    teams_led(user)
    return found
