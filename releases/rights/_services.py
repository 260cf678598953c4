"""The ECS services that are read with a connection."""

from __future__ import annotations

from collections.abc import Iterable

from maturity.core.state.permissions import Statement, allow
from maturity.rights import Asked
from releases.access import applications_for
from releases.core.permissions import resources
from releases.models import Service

MOST = 200


def services(asked: Asked) -> list[Service]:
    if "services" not in asked.known:
        seen = applications_for(asked.user)
        rows = Service.objects.filter(connection=asked.connection, application__in=seen)
        asked.known["services"] = list(rows.order_by("cluster", "name")[:MOST])
    found: list[Service] = asked.known["services"]
    return found


def of_any(asked: Asked, actions: Iterable[str]) -> list[Statement]:
    """For what AWS does not narrow down, or is not known before it is read."""
    return [allow(actions)] if services(asked) else []


def named(asked: Asked, found: Iterable[Service]) -> list[str]:
    """The addresses of these services, their deployments and revisions."""
    names = [(one.region, "*", "*") if asked.wide else (one.region, one.cluster, one.name) for one in found]
    every = (resources(asked.at("ecs", region), cluster, name) for region, cluster, name in names)
    return list(dict.fromkeys(arn for arns in every for arn in arns))
