"""Pages of metrics in a browser: accessible, never too wide, whatever the names."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from maturity.models import User
from releases.models import MetricSource
from tests.browser.rows import LONG
from tests.browser.test_accessibility import inspect_all
from tests.factories import days_ago, make_connection, make_team
from tests.releases.factories import make_source

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
