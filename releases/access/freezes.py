"""Freeze windows: the organisation's for everybody to see, others like their team or application."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from maturity.access import Person, expect
from maturity.models import Role, User
from releases.access.applications import applications_for
from releases.models import FreezeWindow
from releases.models.freezes import FreezeQuerySet


def freezes_for(user: Person) -> FreezeQuerySet:
    if not isinstance(user, User):
        return FreezeWindow.objects.none()
    if user.is_superuser:
        return FreezeWindow.objects.all()
    teams = (
        Q(team__isnull=False) if user.organisation.open_read else Q(team__in=user.teams_where(Role.VIEWER))
    )
    everybody = Q(team__isnull=True, application__isnull=True)
    return FreezeWindow.objects.filter(everybody | teams | Q(application__in=applications_for(user)))


def freeze_for_write(user: Person, pk: int) -> FreezeWindow:
    """For a lead of the team it counts for; the organisation's for administrators."""
    found = get_object_or_404(freezes_for(user).select_related("team", "application__team"), pk=pk)
    expect(user, Role.LEAD, found.application.team if found.application else found.team)
    return found
