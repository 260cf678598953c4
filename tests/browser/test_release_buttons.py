"""Buttons of release pages in a browser: a waiver that ends, and a plan that follows the chosen version."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from releases.models import Waiver
from tests.browser.test_accessibility import violations
from tests.factories import days_ago
from tests.releases.factories import make_application, make_check, make_deployment, make_release

PLACE = "/releases/ai-shell/2.14.0/"


def test_a_waiver_is_ended_by_a_button_and_the_item_falls_back(page: Page) -> None:
    release = make_release(make_application(), state="in_review")
    make_check(release, "iac.drift", "failed", reason="2 stacks drifted")
    now = timezone.now()
    Waiver.objects.create(
        release=release, item="iac.drift", reason="known", digest=release.digest, at=now,
        until=now + timedelta(hours=9), principal={"name": "Ann"},
    )  # fmt: skip
    page.goto(PLACE)
    item = page.locator("#i-iac\\.drift")
    expect(item).to_contain_text("Waived by Ann")
    assert violations(page) == []
    item.get_by_role("button", name="End the waiver").click()
    expect(item).to_contain_text("2 stacks drifted")
    expect(item.get_by_role("button", name="End the waiver")).to_have_count(0)


def test_the_rollback_plan_of_a_new_release_follows_the_version_that_is_chosen(page: Page) -> None:
    application = make_application()
    make_deployment(application, "2.13.9", started_at=days_ago(8))
    make_deployment(application, "2.14.0", started_at=days_ago(2))
    make_deployment(application, "2.13.4", environment="prod", started_at=days_ago(9))
    page.goto("/releases/new/?app=ai-shell")
    expect(page.locator("#way")).to_contain_text("Find out whether 2.14.0 changes the database")
    page.get_by_label("Version on Stage").select_option("2.13.9")
    expect(page.locator("#way")).to_contain_text("Find out whether 2.13.9 changes the database")
    assert violations(page) == []
