"""Addresses of metrics and of their sources, and who may GET and POST them."""

from __future__ import annotations

from django.utils import timezone

from maturity.models import Team
from releases.models import MetricSource
from tests.maturity.views.walk.rules import Row, lead_to_find, never, some_lead

SOURCE = "/releases/metrics/{metric_source}/"
METRICS = {
    "releases/metrics/": Row("/releases/metrics/", some_lead, never),
    "releases/metrics/new/<slug:kind>/": Row(
        "/releases/metrics/new/push/", some_lead, some_lead, {"name": "another", "team": "{team}"}
    ),
    "releases/metrics/<int:pk>/": Row(SOURCE, lead_to_find, lead_to_find, {"name": "renamed"}),
    "releases/metrics/<int:pk>/test/": Row(SOURCE + "test/", never, lead_to_find),
    "releases/metrics/<int:pk>/remove/": Row(SOURCE + "remove/", never, lead_to_find),
}
FOREIGN: list[tuple[str, dict[str, str]]] = [
    ("/releases/metrics/new/push/", {"name": "mine", "team": "{o_team}"}),
    ("/releases/metrics/new/push/", {"name": "mine", "team": ""}),
    ("/releases/metrics/new/cloudwatch/", {"name": "m", "team": "{team}", "connection": "{o_connection}"}),
]


def kept(name: str, team: Team | None) -> dict[str, object]:
    """Of one team: what the rows above name."""
    source = MetricSource.objects.create(
        name=f"{name} source", kind="push", team=team, created_at=timezone.now(), error=f"{name} error"
    )
    return {"metric_source": source.pk}
