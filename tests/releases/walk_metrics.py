"""Addresses of metrics and of their sources, and who may GET and POST them."""

from __future__ import annotations

from django.utils import timezone

from maturity.models import Team
from releases.models import Application, Metric, MetricSource
from tests.maturity.views.walk.rules import Row, lead, lead_to_find, look, never, some_lead

SOURCE = "/releases/metrics/{metric_source}/"
OF = "/releases/applications/{application}/metrics/"
TYPED = {"environment": "prod", "source": "{metric_source}", "name": "Another", "kind": "level", "query": "q"}
METRICS = {
    "releases/applications/<slug:slug>/metrics/": Row(OF, look, never),
    "releases/applications/<slug:slug>/metrics/new/": Row(OF + "new/", lead, lead, TYPED),
    "releases/applications/<slug:slug>/metrics/try/": Row(OF + "try/", never, lead, TYPED),
    "releases/applications/<slug:slug>/metrics/<int:pk>/": Row(OF + "{metric}/", look, lead, TYPED),
    "releases/applications/<slug:slug>/metrics/<int:pk>/switch/": Row(
        OF + "{metric}/switch/", never, lead, {"do": "pause"}
    ),
    "releases/applications/<slug:slug>/metrics/<int:pk>/samples.csv": Row(
        OF + "{metric}/samples.csv", look, never
    ),
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
    (OF + "new/", {**TYPED, "source": "{o_metric_source}"}),
    (OF + "{metric}/", {**TYPED, "source": "{o_metric_source}"}),
]


def kept(name: str, team: Team | None, application: Application) -> dict[str, object]:
    """Of one team: what the rows above name."""
    source = MetricSource.objects.create(
        name=f"{name} source", kind="push", team=team, created_at=timezone.now(), error=f"{name} error"
    )
    own = MetricSource.objects.create(name=f"{name} ci", kind="push", team=team, created_at=timezone.now())
    metric = Metric.objects.create(
        application=application, source=own, name=f"{name} metric", environment="prod", kind="level",
        query=f"{name} query", created_at=timezone.now(),
    )  # fmt: skip
    return {"metric_source": source.pk, "metric": metric.pk}
