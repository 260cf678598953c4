"""The pages of metrics of an application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from msgspec.structs import replace

from maturity.adapters.errors import AdapterError
from maturity.models import Event, Role
from releases.adapters.metrics import Series, all_sources
from releases.models import Metric, MetricSample, Service
from tests.factories import make_member, make_team
from tests.pages import signed_in
from tests.releases.factories import make_application, make_deployment, make_metric, make_source

pytestmark = pytest.mark.django_db
OF = "/releases/applications/ai-shell/metrics/"


@pytest.fixture
def application(db):
    return make_application()


@pytest.fixture
def answers(monkeypatch):
    """Set what a Prometheus says."""

    def set_to(read):
        changed = {**all_sources(), "prometheus": replace(all_sources()["prometheus"], read=read)}
        monkeypatch.setattr("releases.actions.metrics.live.all_sources", lambda: changed)

    return set_to


def typed(row, **sent):
    given = {"environment": "prod", "source": row.pk, "name": "Latency", "kind": "level", "query": "up"}
    return {**given, "unit": "ms", "scale": "1000", "slo": "300", "critical": "on", **sent}


def sample(metric, minutes, **figures):
    at = timezone.now() - timedelta(minutes=minutes)
    return MetricSample.objects.create(metric=metric, at=at, points=5, **figures)


def test_a_metric_is_added_changed_paused_and_removed_each_time_with_an_event(client, application):
    source = make_source()
    assert client.post(f"{OF}new/", typed(source)).status_code == 302
    metric = Metric.objects.get()
    assert (metric.unit, metric.scale, metric.slo, metric.critical) == ("ms", 1000, 300, True)
    assert client.post(f"{OF}{metric.pk}/", typed(source, name="p95", critical="")).status_code == 302
    for do in ("pause", "pause", "resume", "remove"):
        assert client.post(f"{OF}{metric.pk}/switch/", {"do": do}).status_code == 302
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    done = ["added", "changed", "paused", "resumed", "removed"]
    assert kinds == [f"metric.{one}" for one in done]
    assert not Metric.objects.exists()


def test_an_slo_of_counts_is_typed_in_percent_and_kept_as_a_share(client, application):
    sent = typed(make_source(), kind="counts", total_query="all", slo="99.9")
    assert client.post(f"{OF}new/", sent).status_code == 302
    metric = Metric.objects.get()
    assert metric.slo == 0.999
    assert 'value="99.9"' in client.get(f"{OF}{metric.pk}/").content.decode()
    assert client.post(f"{OF}{metric.pk}/", sent).status_code == 302
    assert Metric.objects.get().slo == 0.999


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": ""}, "Enter a name"),
        ({"query": ""}, "Enter the query."),
        ({"query": "a\x07b"}, "no characters that nobody sees"),
        ({"source": "99999"}, "Choose the source"),
        ({"kind": "weather"}, "Choose a level"),
        ({"scale": "nan"}, "Enter a number above zero"),
        ({"slo": "inf"}, "Enter a number, such as"),
        ({"kind": "counts", "total_query": "t", "slo": "100"}, "share between 0 and 100"),
        ({"environment": "moon"}, "Choose Stage or Prod."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(client, application, sent, told):
    answer = client.post(f"{OF}new/", typed(make_source(), **sent))
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not Metric.objects.exists()


def test_two_metrics_of_an_environment_are_not_called_the_same(client, application):
    make_metric(application, "Latency")
    answer = client.post(f"{OF}new/", typed(make_source("b")))
    assert "There is a metric called Latency on Prod already." in answer.content.decode()


def test_samples_of_another_query_are_not_mixed_with_the_old_ones(client, application):
    metric = make_metric(application, "Latency", read_at=timezone.now())
    sample(metric, 10, value=5)
    same = typed(metric.source, query=metric.query, scale="1")
    client.post(f"{OF}{metric.pk}/", {**same, "slo": "200"})
    assert metric.samples.count() == 1
    client.post(f"{OF}{metric.pk}/", {**same, "scale": "1000"})
    assert metric.samples.count() == 0
    assert Metric.objects.get().read_at is None
    assert "its history begins anew" in client.get("/activity/").content.decode()


def test_what_is_typed_is_tried_with_its_points_last_value_and_warnings(client, application, answers):
    now = timezone.now().timestamp()
    answers(
        lambda asked: Series(points=((now - 120, 0.2), (now - 60, 0.25)), step_seconds=60, warnings=("one",))
    )
    page = client.post(f"{OF}try/", typed(make_source(kind="prometheus"), name="")).content.decode()
    assert "2 points in the last hour" in page
    assert "last 250 ms" in page
    assert "one" in page
    assert 'role="img"' in page
    assert not Metric.objects.exists()


def test_a_query_that_fails_says_why_in_one_sentence_and_is_asked_so_often(client, application, answers):
    def read(_asked):
        raise AdapterError("Prometheus answered 400: bad_data: parse error.", permanent=True)

    answers(read)
    sent = typed(make_source(kind="prometheus"))
    for _time in range(30):
        assert "bad_data: parse error" in client.post(f"{OF}try/", sent).content.decode()
    assert "many tries" in client.post(f"{OF}try/", sent).content.decode()


def test_a_preset_is_filled_from_what_is_known_of_the_service(client, application):
    make_source("aws", kind="cloudwatch")
    Service.objects.create(application=application, environment="prod", cluster="blue", name="shell")
    page = client.get(f"{OF}new/?preset=ecs.cpu").content.decode()
    assert "ClusterName=blue ServiceName=shell" in page
    page = client.get(f"{OF}new/?preset=alb.errors&asked=1&load_balancer=%00").content.decode()
    assert "Load balancer: it looks like" in page
    assert "Add the metric" not in page
    page = client.get(f"{OF}new/?preset=alb.errors&asked=1&load_balancer=app/a/1").content.decode()
    assert "RequestCount Sum LoadBalancer=app/a/1" in page


def test_without_a_source_it_says_where_one_is_added(client, application):
    assert "No source to read it from" in client.get(f"{OF}new/").content.decode()


def test_the_list_says_the_last_figure_the_slo_and_why_one_cannot_be_read(client, application):
    errors = make_metric(application, "Errors", kind="counts", slo=0.999, read_at=timezone.now())
    sample(errors, 7, bad=3, total=1000)
    make_metric(application, "Latency", error="it is down")
    page = client.get(OF).content.decode()
    assert "0.3 %" in page
    assert "SLO 0.1 %" in page
    assert "it is down" in page


def test_a_history_shows_deployments_gaps_and_the_slo_over_the_days_chosen(client, application):
    metric = make_metric(application, "Latency", slo=300)
    for minutes in (10, 15, 60, 60 * 24 * 30):
        sample(metric, minutes, value=200 + minutes / 1000)
    make_deployment(application, "2.1", environment="prod", started_at=timezone.now() - timedelta(hours=2))
    page = client.get(f"{OF}{metric.pk}/?days=1")
    assert page.context["n"] == 3
    assert page.context["chart"].svg.split('class="line"')[1].split("/>")[0].count("M") == 2
    text = page.content.decode()
    assert "2.1 deployed" in text
    assert 'class="slo"' in text
    assert client.get(f"{OF}{metric.pk}/?days=35").context["n"] == 4
    assert client.get(f"{OF}{metric.pk}/?days=x").context["days"] == 7


def test_its_samples_are_a_table(client, application):
    metric = make_metric(application, "=cmd", kind="counts")
    sample(metric, 10, bad=1, total=50)
    lines = client.get(f"{OF}{metric.pk}/samples.csv").content.decode().splitlines()
    assert lines[0].lstrip("\ufeff") == "at,bad,total"
    assert lines[1].endswith(",1.0,50.0")


def test_a_lead_keeps_the_source_that_a_metric_has_and_chooses_no_other_team_s(application):
    lead = signed_in(make_member("ada", application.team, Role.LEAD))
    theirs = make_source("theirs", team=make_team("Payments"))
    metric = make_metric(application, source=theirs)
    assert lead.post(f"{OF}{metric.pk}/", typed(theirs)).status_code == 302
    assert lead.post(f"{OF}new/", typed(theirs, name="b")).status_code == 422
    assert "Choose the source" in lead.post(f"{OF}try/", typed(theirs)).content.decode()
    assert "theirs" not in lead.get(f"{OF}new/").content.decode()


def test_names_and_queries_of_strangers_are_text(client, application):
    metric = make_metric(application, "<u>x</u>", query="<u>q</u>", error="<u>e</u>", unit="<u>")
    sample(metric, 10, value=5)
    for address in (OF, f"{OF}{metric.pk}/"):
        assert "<u>" not in client.get(address).content.decode()
