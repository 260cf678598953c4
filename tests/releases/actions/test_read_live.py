"""A metric as its source tells it now: from a real Prometheus, and what is done to the points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from msgspec.structs import replace

from maturity.adapters.errors import AdapterError
from releases.actions.metrics import collect, known, read_live, tried
from releases.adapters.metrics import Asked, Failed, Series, all_sources
from releases.core.presets import Known
from releases.models import Metric, MetricPoint, MetricSource, Service
from tests.releases.factories import make_application, make_metric, make_source
from tests.servers import needs
from tests.servers_metrics import openmetrics, prometheus

pytestmark = pytest.mark.django_db
NOON = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
BLUE = "AWS/ApplicationELB RequestCount Sum TargetGroup=targetgroup/shop-blue/1"
GREEN = "AWS/ApplicationELB RequestCount Sum TargetGroup=targetgroup/shop-green/2"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Asked]]:
    """Set what every source says; what it was asked comes back."""

    def set_to(error: Exception | None = None, **series: Any) -> list[Asked]:
        seen: list[Asked] = []

        def read(one: Asked) -> Series:
            seen.append(one)
            if error is not None:
                raise error
            return Series(**{"points": ((NOON.timestamp(), 0.2),), "step_seconds": 60, **series})

        changed = {kind: replace(source, read=read) for kind, source in all_sources().items()}
        monkeypatch.setattr("releases.actions.metrics.live.all_sources", lambda: changed)
        return seen

    return set_to


def metric(**fields: Any) -> Metric:
    source = make_source(kind=fields.pop("source_kind", "prometheus"), url="https://prometheus.example")
    return make_metric(make_application(), source=source, **fields)


def live(one: Metric, minutes: int = 5, **given: Any) -> Series:
    return read_live(one, NOON, NOON + timedelta(minutes=minutes), **given)


@needs("prometheus", "promtool")
def test_a_real_prometheus_is_read_and_kept(tmp_path, near):
    points = [(NOON.timestamp() + at, 0.2) for at in range(-600, 600, 15)]
    with prometheus(tmp_path, openmetrics([("latency_seconds", points)])) as url:
        one = make_metric(
            make_application(), source=make_source(kind="prometheus", url=url), query="latency_seconds",
            scale=1000.0, read_at=NOON,
        )  # fmt: skip
        assert live(one).points == tuple((NOON.timestamp() + at, 200.0) for at in range(0, 300, 60))
        assert tried(one.source) == ""
        assert collect([one.pk], NOON + timedelta(minutes=10)).samples == 4
    assert set(one.samples.values_list("value", "points")) == {(200.0, 5)}


def test_a_metric_that_is_only_typed_can_be_tried(asked, db):
    asked()
    source = make_source(kind="prometheus", url="https://prometheus.example")
    assert live(Metric(source=source, kind="level", query="latency", scale=1000.0)).points[0][1] == 200.0


def test_what_is_not_over_yet_is_not_asked_for(asked):
    seen = asked()
    now = timezone.now()
    read_live(metric(), now - timedelta(minutes=5), now + timedelta(hours=1))
    assert seen[0].ends - now < timedelta(minutes=1)
    one = Metric.objects.get()
    assert read_live(one, now + timedelta(hours=1), now + timedelta(hours=2)).points == ()


def test_a_long_time_is_read_in_longer_steps(asked):
    seen = asked()
    now = timezone.now()
    read_live(metric(), now - timedelta(days=35), now)
    assert seen[0].step_seconds == 300


def test_a_unit_that_cannot_be_is_said(asked):
    asked(unit="second")
    assert live(metric(scale=1.0)).warnings == (
        "the source gives second: to be in ms they are multiplied by 1000, not by 1",
    )
    assert live(Metric(source=make_source("Other"), kind="level", unit="ms", scale=1000.0)).warnings == ()


def test_the_version_that_is_replaced_has_a_query_of_its_own(asked):
    seen = asked()
    live(metric(kind="counts", total_query="all", control_query="old", control_total_query="all old"),
         control=True)  # fmt: skip
    assert (seen[0].query, seen[0].total_query) == ("old", "all old")


def test_without_such_a_query_it_says_so(asked):
    asked()
    with pytest.raises(AdapterError, match="has no query for the version that is replaced"):
        live(metric(), control=True)


@pytest.mark.parametrize(
    ("groups", "control", "query"),
    [
        (["shop-blue"], False, BLUE), (["shop-blue"], True, GREEN), (["shop-green"], False, GREEN),
        (["shop-green"], True, BLUE), ([], False, BLUE), (["shop"], False, BLUE), (["shop"], True, GREEN),
    ],
)  # fmt: skip
def test_blue_and_green_turn_around_with_every_deployment(asked, groups, control, query):
    seen = asked()
    live(
        metric(query=BLUE, control_query=GREEN, source_kind="cloudwatch"), control=control, new_groups=groups
    )
    assert seen[0].query == query


def test_what_was_sent_is_read_from_rows():
    one = metric(source_kind="push", kind="counts", total_query="sent")
    for minute in (0, 1, 9):
        at = NOON + timedelta(minutes=minute)
        MetricPoint.objects.create(metric=one, at=at, bad=minute, total=10)
    assert live(one).points == ((NOON.timestamp(), 0.0, 10.0), (NOON.timestamp() + 60, 1.0, 10.0))


def test_a_source_of_a_kind_that_is_gone_says_so():
    with pytest.raises(AdapterError, match="Metrics are not read from there any more"):
        live(metric(source_kind="graphite"))


def test_what_presets_need_is_known_from_the_service(db):
    application = make_application()
    assert known(application, "prod") == Known()
    live = {"balancers": ["app/shop/1"], "target_groups": [{"name": "a", "measured": "targetgroup/a/1"}]}
    service = Service.objects.create(
        application=application, environment="prod", cluster="prod", name="shop", live=live
    )
    assert known(application, "prod").target_group == "targetgroup/a/1"
    Service.objects.filter(pk=service.pk).update(live={"balancers": 7})
    assert known(application, "prod") == Known(cluster="prod", service="shop")


def test_a_source_is_tried_before_it_is_saved(near):
    assert tried(MetricSource(kind="prometheus", url="http://127.0.0.1:9")) == "127.0.0.1 cannot be reached."
    assert tried(MetricSource(kind="push")) == ""


def test_a_source_that_understands_no_probe_answers_all_the_same(asked):
    asked(error=Failed("Datadog answered 400: no such metric.", permanent=True))
    assert tried(MetricSource(kind="datadog", url="https://api.datadoghq.com")) == ""
