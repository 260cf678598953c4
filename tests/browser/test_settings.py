"""Settings in a browser: every page of them is accessible, fits, and can be used."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from maturity.actions.schedules import set_mode
from maturity.models import CLOCK, NoiseRule, Organisation, Pulse, Repository, Schedule, Stack, User
from tests.browser.rows import LONG, fill
from tests.browser.test_accessibility import inspect_all
from tests.factories import make_event, make_team

PAGES = ("/settings/", "/settings/organisation/", "/settings/schedules/", "/settings/noise/",
         "/settings/environment/", "/activity/", "/connections/")  # fmt: skip


def furnish(lin: User) -> Repository:
    """Something of everything that these pages list."""
    now, network = timezone.now(), fill()
    make_team("Another team")
    set_mode(lin, Stack.objects.filter(repository=network).earliest("pk"), "pull")
    for days in (None, 2, -1):
        NoiseRule.objects.create(
            repository=network, address=f"module.{LONG}.aws_autoscaling_group.this", attribute="min_size",
            reason="the scheduler does it", created_by=lin, created_at=now,
            expires_at=now + timedelta(days=days) if days else None,
        )  # fmt: skip
    Pulse.beat(CLOCK, now)
    Pulse.beat(f"celery@{LONG}", now - timedelta(hours=1))
    make_event(None, "settings.changed", actor=lin, data={"field": "goal_level", "old": 3, "new": 4})
    return network


def test_every_page_of_the_settings_is_accessible_and_fits_every_width(page: Page, lin: User):
    furnish(lin)
    assert inspect_all(page, PAGES) == {}


def test_a_threshold_is_set_and_a_wrong_one_is_refused_in_place(page: Page, complaints: list[str]):
    page.goto("/settings/organisation/")
    page.fill("#time_zone", "Europe/Berlim")
    page.click("text=Save the settings")
    assert "One is called Europe/Berlin." in page.inner_text("#time_zone-h")
    complaints.clear()  # the browser writes down that it was refused
    page.fill("#time_zone", "europe/berlin")
    page.fill("#goal_level", "4")
    page.click("text=Save the settings")
    page.wait_for_selector("text=2 settings saved.")
    assert Organisation.current().goal_level == 4


def test_a_schedule_is_changed_where_it_is_listed(page: Page, lin: User):
    network = furnish(lin)
    scan = Schedule.objects.get(repository=network, kind="scan")
    page.goto("/settings/schedules/")
    row = page.locator(f"#s-{scan.pk}")
    row.locator("summary").click()
    row.locator("input[name=cron]").fill("17 3 * * 1")
    row.locator("button[value=cron]").click()
    page.wait_for_url("**/settings/schedules/**")
    assert "At 03:17, only on Monday" in page.locator(f"#s-{scan.pk}").inner_text()


def test_a_filter_of_the_history_changes_the_list_and_the_address(page: Page, lin: User):
    furnish(lin)
    page.goto("/activity/")
    page.select_option("#kind", "settings")
    page.wait_for_url("**kind=settings**")
    assert "Level to reach: 3 became 4, by" in page.inner_text("#events")
    assert page.locator("#events li").count() == 1
