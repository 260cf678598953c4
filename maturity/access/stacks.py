"""Stacks, their drift and their plans."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from maturity.access.roles import Person, expect, seen, where
from maturity.models import DriftEpisode, Plan, Role, Stack
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.models.plans import PlanQuerySet
from maturity.models.stacks import StackQuerySet


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


def plans_for(user: Person) -> PlanQuerySet:
    return Plan.objects.filter(seen(user, "repository__"))


def plan_for(user: Person, pk: int) -> Plan:
    found = plans_for(user).select_related("repository", "stack", "pull_request", "run")
    return get_object_or_404(found, pk=pk)
