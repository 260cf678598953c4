"""Feature flags, as their application."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maturity.access import Person, expect
from maturity.models import Role
from releases.access.applications import applications_for
from releases.models import FeatureFlag, FlagSource


def flags_for(user: Person) -> QuerySet[FeatureFlag]:
    shown = applications_for(user).filter(archived=False)
    return FeatureFlag.objects.filter(application__in=shown)


def flag_for(user: Person, slug: str, pk: int) -> FeatureFlag:
    found = FeatureFlag.objects.filter(application__in=applications_for(user), application__slug=slug)
    return get_object_or_404(found.select_related("application__team", "application__repository"), pk=pk)


def flag_for_write(user: Person, slug: str, pk: int) -> FeatureFlag:
    found = flag_for(user, slug, pk)
    expect(user, Role.LEAD, found.application.team)
    return found


def flag_source_for_write(user: Person, slug: str, pk: int) -> FlagSource:
    every = FlagSource.objects.filter(application__in=applications_for(user), application__slug=slug)
    found = get_object_or_404(
        every.select_related("application__team", "application__repository__current__snapshot", "connection"),
        pk=pk,
    )
    expect(user, Role.LEAD, found.application.team)
    return found
