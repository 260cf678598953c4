"""Sources of metrics: a team's are its leads', shared ones every lead uses and administrators change.

Metrics, as their application.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from maturity.access import Person, expect, expect_somewhere
from maturity.models import Role, User
from releases.access.applications import applications_for
from releases.models import Metric, MetricSource


def metric_sources_for(user: Person) -> QuerySet[MetricSource]:
    """Those a lead may choose, without their secrets. Denied for who leads no team."""
    expect_somewhere(user, Role.LEAD)
    found = MetricSource.objects.defer("secret").select_related("team", "connection")
    if isinstance(user, User) and not user.is_superuser:
        return found.filter(Q(team__in=user.teams_where(Role.LEAD)) | Q(team=None))
    return found


def metric_source_for(user: Person, pk: int) -> MetricSource:
    return get_object_or_404(metric_sources_for(user), pk=pk)


def metric_source_for_write(user: Person, pk: int) -> MetricSource:
    found = metric_source_for(user, pk)
    expect(user, Role.LEAD, found.team)
    return found


def metric_for(user: Person, slug: str, pk: int) -> Metric:
    found = Metric.objects.filter(application__in=applications_for(user), application__slug=slug)
    return get_object_or_404(
        found.select_related("application__team", "source").defer("source__secret"), pk=pk
    )


def metric_for_write(user: Person, slug: str, pk: int) -> Metric:
    found = metric_for(user, slug, pk)
    expect(user, Role.LEAD, found.application.team)
    return found
