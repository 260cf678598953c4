"""What leads decided in advance: when things are looked at, and what is only noise."""

from __future__ import annotations

from django.db.models import Q

from maturity.access.roles import Person, where
from maturity.models import Kind, Mode, NoiseRule, Role, Schedule, User
from maturity.models.episodes import NoiseRuleQuerySet
from maturity.models.schedules import ScheduleQuerySet


def schedules_where(user: Person, least: Role) -> ScheduleQuerySet:
    """Of scans, and of the stacks that Rungs plans itself. Other rhythms come from the environment."""
    if not isinstance(user, User):
        return Schedule.objects.none()
    scans = Q(kind=Kind.SCAN, stack=None)
    plans = Q(kind=Kind.PLAN, stack__mode=Mode.PULL, stack__gone_at=None)
    return Schedule.objects.filter(where(user, least, "repository__"), scans | plans)


def noise_rules_where(user: Person, least: Role) -> NoiseRuleQuerySet:
    return NoiseRule.objects.filter(where(user, least, "repository__"))
