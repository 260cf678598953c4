"""Stacks, their drift and their plans."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maturity.access.roles import Person, expect, seen, where
from maturity.models import DailyRollup, DriftEpisode, Plan, Role, Stack, StateLock, User
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.models.plans import PlanQuerySet
from maturity.models.stacks import StackQuerySet
from maturity.models.states import StateLockQuerySet


def stacks_for(user: Person) -> StackQuerySet:
    """Stacks of the repositories this person may see; those that are gone too."""
    return Stack.objects.filter(seen(user, "repository__"))


def stacks_where(user: Person, least: Role) -> StackQuerySet:
    return Stack.objects.filter(where(user, least, "repository__"))


def stack_for(user: Person, pk: int) -> Stack:
    return get_object_or_404(stacks_for(user).select_related("repository__team"), pk=pk)


def stack_for_write(user: Person, pk: int, least: Role) -> Stack:
    found = stack_for(user, pk)
    expect(user, least, found.repository)
    return found


def episodes_for(user: Person) -> DriftEpisodeQuerySet:
    return DriftEpisode.objects.filter(seen(user, "stack__repository__"))


def episodes_where(user: Person, least: Role) -> DriftEpisodeQuerySet:
    return DriftEpisode.objects.filter(where(user, least, "stack__repository__"))


def episode_for(user: Person, pk: int) -> DriftEpisode:
    found = episodes_for(user).select_related("stack__repository__team", "owner")
    return get_object_or_404(found, pk=pk)


def episode_for_write(user: Person, pk: int, least: Role) -> DriftEpisode:
    found = episode_for(user, pk)
    expect(user, least, found.stack.repository)
    return found


def rollups_for(user: Person) -> QuerySet[DailyRollup]:
    """Days of the teams whose stacks this person may see. What has no team is everybody's or nobody's."""
    if not isinstance(user, User):
        return DailyRollup.objects.none()
    if user.is_superuser or user.organisation.open_read:
        return DailyRollup.objects.all()
    return DailyRollup.objects.filter(team__in=user.teams_where(Role.VIEWER))


def locks_for(user: Person) -> StateLockQuerySet:
    return StateLock.objects.filter(seen(user, "stack__repository__"))


def plans_for(user: Person) -> PlanQuerySet:
    return Plan.objects.filter(seen(user, "repository__"))


def plan_for(user: Person, pk: int) -> Plan:
    found = plans_for(user).select_related("repository", "stack", "pull_request", "run")
    return get_object_or_404(found, pk=pk)
