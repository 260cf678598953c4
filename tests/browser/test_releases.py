"""Release pages in a browser: accessible, within every width, and signed off by keyboard alone."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from playwright.sync_api import Page, expect

from releases.models import Release, SignOff
from tests.browser.release_rows import PAGES, PLACE, fill
from tests.browser.test_accessibility import inspect_all, violations
from tests.releases.factories import make_application, make_check, make_release


def test_every_page_of_releases_is_accessible_and_fits_every_width(page: Page) -> None:
    fill()
    assert inspect_all(page, PAGES.values()) == {}


def test_a_sign_off_needs_no_mouse_and_keeps_the_focus(page: Page) -> None:
    """`s` leads to the first item that waits; the rest is Tab and Enter. No key signs by itself."""
    small()
    page.goto(PLACE)
    page.keyboard.press("s")
    expect(page.locator("#i-ops\\.owner")).to_be_focused()
    assert SignOff.objects.count() == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("lin, #ai-shell")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#ckn")).to_contain_text("2 of 2 done")
    expect(page.locator("#i-ops\\.owner")).to_be_focused()
    expect(page.locator("#blk")).to_contain_text("1 thing blocks the start")
    expect(page.locator("#audit li").first).to_contain_text("just now")
    assert SignOff.objects.get().comment == "lin, #ai-shell"


def test_after_one_sign_off_the_next_form_of_the_same_page_works(page: Page) -> None:
    small()
    page.goto(PLACE)
    page.locator("#i-ops\\.owner").get_by_role("button", name="Sign off as Lin Wei").click()
    expect(page.locator("#ckn")).to_contain_text("2 of 2 done")
    page.locator("#sign").get_by_role("button", name="Sign off as Lin Wei").click()
    expect(page.locator("#sign")).to_contain_text("Lin Wei signed off")
    expect(page.locator("#sign")).to_be_focused()
    assert violations(page) == []


def test_a_page_that_is_out_of_date_becomes_what_it_is_now(page: Page, complaints: list[str]) -> None:
    release = small()
    page.goto(PLACE)
    Release.objects.filter(pk=release.pk).update(revision=F("revision") + 1)
    page.locator("#i-ops\\.owner").get_by_role("button", name="Sign off as Lin Wei").click()
    expect(page.get_by_role("alert")).to_contain_text("look at it again")
    expect(page.get_by_role("alert")).to_be_focused()
    assert SignOff.objects.count() == 0
    complaints.clear()  # the browser writes down each answer of 400 and more


def test_rolling_back_asks_once_more_with_the_focus_on_the_button(page: Page) -> None:
    release = small(state="rolling", step=10, base_version="2.13.4")
    page.goto(PLACE)
    page.get_by_role("link", name="Roll back").click()
    expect(page.get_by_role("button", name="Roll back to 2.13.4")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="Keep 2.14.0").click()
    release.refresh_from_db()
    assert release.state == "rolling"


def test_an_item_tells_its_history_when_it_is_opened(page: Page) -> None:
    small()
    page.goto(PLACE)
    item = page.locator("#i-iac\\.drift")
    item.get_by_text("Why, and earlier answers").click()
    expect(item.locator(".in")).to_contain_text("3 stacks are in sync")


def test_j_and_k_go_from_item_to_item(page: Page) -> None:
    small()
    page.goto(PLACE)
    page.keyboard.press("j")
    expect(page.locator("#i-iac\\.drift")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#i-ops\\.owner")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#i-iac\\.drift")).to_be_focused()


def small(**fields: Any) -> Release:
    made = make_release(make_application(), **{"state": "in_review", **fields})
    make_check(made, "iac.drift")
    return made
