"""Pages of metrics in a browser: accessible, never too wide, whatever the names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from maturity.models import User
from releases.models import Metric, MetricSample, MetricSource
from tests.browser.rows import LONG
from tests.browser.test_accessibility import inspect_all
from tests.factories import days_ago, make_connection, make_team
from tests.releases.factories import make_application, make_deployment, make_metric, make_source

SOURCES = "/releases/metrics/"


def fill_sources() -> MetricSource:
    make_source(LONG, kind="prometheus", url=f"https://{LONG}.example.com/{LONG}", error=LONG * 3)
    make_source("ci", checked_at=days_ago(1), team=make_team(LONG))
    return make_source("aws", kind="cloudwatch", connection=make_connection(name=LONG), region="eu-west-1")


def test_pages_of_sources_are_accessible_and_fit(page: Page, lin: User) -> None:
    assert inspect_all(page, (SOURCES,)) == {}
    source = fill_sources()
    bad = MetricSource.objects.get(name=LONG)
    pages = (SOURCES, f"{SOURCES}new/datadog/", f"{SOURCES}{source.pk}/", f"{SOURCES}{bad.pk}/")
    assert inspect_all(page, pages) == {}


def test_a_source_is_added_and_tested_where_it_is_shown(page: Page, lin: User, settings: Any) -> None:
    """Nobody listens there, so what is shown is why it does not answer."""
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = settings.RUNGS_ALLOW_HTTP = True
    page.goto(SOURCES)
    page.click("text=Prometheus")
    page.fill("#name", "here")
    page.fill("#url", "http://127.0.0.1:9")
    page.click("text=Add the source")
    page.click("text=Test the source")
    expect(page.locator("#tested .err")).to_contain_text("127.0.0.1")
    assert MetricSource.objects.get().error


def fill_metrics() -> Metric:
    """A week with a gap, deployments in it, and the longest names there may be."""
    now, application = timezone.now(), make_application(LONG, team=make_team("Platform"))
    bad = make_metric(application, "L" * 100, error=LONG * 3, query="q" * 400, unit="requests per minute")
    metric = make_metric(application, "Errors", kind="counts", slo=0.999, read_at=now)
    for number in range(300):
        at = now - timedelta(minutes=30 * number + (600 if number > 100 else 0))
        MetricSample.objects.create(metric=metric, at=at, bad=number % 7, total=2_000, points=5)
        MetricSample.objects.create(metric=bad, at=at, value=number * 1e6, points=5)
    for days in (1, 3):
        make_deployment(application, LONG[:90], environment="prod", started_at=now - timedelta(days=days))
    return metric


def test_pages_of_metrics_are_accessible_and_fit(page: Page, lin: User) -> None:
    metric = fill_metrics()
    of = f"/releases/applications/{LONG}/metrics/"
    bad = Metric.objects.exclude(pk=metric.pk).get()
    pages = (of, f"{of}new/", f"{of}new/?preset=prometheus.errors", f"{of}{metric.pk}/", f"{of}{bad.pk}/")
    assert inspect_all(page, pages) == {}


def test_a_query_is_tried_while_it_is_typed(page: Page, lin: User, settings: Any) -> None:
    """Nobody listens there, so what is shown is why nothing is drawn."""
    settings.RUNGS_ALLOW_PRIVATE_ADDRESSES = settings.RUNGS_ALLOW_HTTP = True
    make_application("shop", team=make_team("Platform"))
    make_source("here", kind="prometheus", url="http://127.0.0.1:9")
    page.goto("/releases/applications/shop/metrics/")
    page.click("text=Add a metric")
    page.fill("#query", "up")
    expect(page.locator("#tried .err")).to_contain_text("127.0.0.1")
    page.fill("#name", "Up")
    page.click("text=Add the metric")
    expect(page.locator("h1")).to_have_text("Up on Prod")
    page.click("text=Pause")
    expect(page.locator(".call")).to_contain_text("Paused")
