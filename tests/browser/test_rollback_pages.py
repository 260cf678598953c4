"""Rolling back, freezes and reviews in a browser: accessible, never too wide, and the whole way."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from maturity.models import Organisation, Team, User
from releases.actions.rolling_back import Tried, make_plan, rehearse
from releases.core.state import State
from releases.models import FreezeWindow, Override, PostReview, Release
from tests.browser.rows import LONG
from tests.browser.test_accessibility import inspect_all
from tests.factories import make_team
from tests.releases.factories import make_application, make_freeze, make_release

PAGES = {
    "freezes": "/releases/freezes/",
    "freezes of one": f"/releases/applications/{LONG}/freezes/",
    "rehearsals": f"/releases/applications/{LONG}/rehearsals/",
    "plan": f"/releases/{LONG}/2.15.0/rollback/",
    "rollback that failed": f"/releases/{LONG}/2.14.0/rollback/",
    "override": f"/releases/{LONG}/2.15.0/override/",
    "review": f"/releases/{LONG}/2.13.0/review/",
    "reviews": "/releases/reviews/",
}


def fill(lin: User, team: Team) -> None:
    """Of everything one, with the longest names there may be."""
    now, hour = timezone.now(), timedelta(hours=1)
    Organisation.objects.create(pk=1, emergency_contact=LONG)
    application = make_application(LONG, team=team, on_call=LONG)
    make_freeze(
        LONG[:100],
        starts_at=now - hour,
        ends_at=now + hour,
        reason=LONG,
        rule="FREQ=WEEKLY;BYDAY=FR,SA,SU,MO",
    )
    make_freeze("Next", application=application, starts_at=now + hour, ends_at=now + 2 * hour)
    make_freeze("Last", team=team, starts_at=now - 2 * hour, ends_at=now - hour, ended_at=now)
    rehearse(lin, application, Tried(at=now, seconds=220, note=LONG, version=LONG[:100]))
    make_plan(make_release(application, "2.15.0", base_version="2.14.0"), now)
    failed = make_release(application, "2.14.0", base_version=LONG[:60], state=State.ROLLBACK_FAILED)
    make_plan(failed, now)
    failed.rollbacks.create(
        started_at=now - hour, finished_at=now, outcome="failed", seen=LONG, reason=LONG,
        principal={"username": LONG[:100]}, to_version=LONG[:60],
    )  # fmt: skip
    broken = make_release(application, "2.13.0", state=State.COMPLETED)
    override = Override.objects.create(
        release=broken, reason=LONG, incident=f"https://incidents.example/{LONG}", digest="", at=now - hour,
        principal={"username": LONG[:100]}, blockers=[{"item": "a", "title": LONG, "reason": LONG}],
    )  # fmt: skip
    PostReview.objects.create(override=override, due_at=now - hour)


def test_pages_of_rollbacks_freezes_and_reviews_are_accessible_and_fit(page: Page, lin: User) -> None:
    fill(lin, make_team("Platform"))
    assert inspect_all(page, PAGES.values()) == {}


def test_a_person_accepts_the_plan_rolls_back_and_says_what_serves(page: Page, lin: User) -> None:
    release = make_release(make_application("shop"), "2.0", base_version="1.9")
    make_plan(release, timezone.now())
    page.goto("/releases/shop/2.0/rollback/")
    page.click("text=Accept the plan")
    expect(page.locator("#rollback-plan")).to_contain_text("Accepted by Lin Wei")
    Release.objects.update(state=State.ROLLING)
    page.goto("/releases/shop/2.0/rollback/")
    page.fill("#reason", "Errors went up")
    page.click("button >> text=Roll back to 1.9")
    page.goto("/releases/shop/2.0/rollback/")
    expect(page.locator("main")).to_contain_text("It is over when 1.9 is seen to serve.")
    page.fill("#evidence", "https://status.example/9")
    page.click("text=This version serves")
    expect(page.locator("main")).to_contain_text("It worked: 1.9 serves again")
    assert Release.objects.get().state == State.ROLLED_BACK


def test_a_freeze_is_looked_at_before_it_is_added(page: Page, lin: User) -> None:
    make_team("Platform")
    page.goto("/releases/freezes/")
    starts = timezone.now() + timedelta(days=3)
    page.fill("#name", "Weekends")
    page.select_option("#scope", "team:platform")
    page.fill("#starts", f"{starts:%Y-%m-%dT15:00}")
    page.fill("#ends", f"{starts + timedelta(days=2):%Y-%m-%dT08:00}")
    page.fill("#time_zone", "Europe/Berlin")
    page.fill("#rule", "FREQ=WEEKLY")
    page.click("text=Show the next five times")
    expect(page.locator("#add ol li")).to_have_count(5)
    page.click("#add .foot .pri")
    expect(page.locator("#main, main").first).to_contain_text("Weekends")
    assert FreezeWindow.objects.get().rule == "FREQ=WEEKLY"
