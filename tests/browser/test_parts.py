"""The small things a script adds: copying, filtering in place, search, themes, keys, focus."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.rows import FIX
from tests.factories import make_finding, make_repository, make_run, make_scanned


@pytest.fixture
def two(transactional_db: None) -> None:
    make_scanned("acme/network", 1)
    make_scanned("acme/payments", 4)


def test_the_fix_is_copied_as_it_is_shown(open_context: Open) -> None:
    repository = make_scanned("acme/network", 2)
    assert repository.current is not None
    make_finding(repository.current, fix=FIX)
    page = open_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/repos/acme/network/")
    page.click("#do-next >> text=Copy")
    expect(page.locator("#do-next")).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == FIX["content"]
    expect(page.locator("#do-next")).to_contain_text("Copy")


def test_a_filter_changes_the_table_and_the_address(page: Page, two: None) -> None:
    page.goto("/repos/")
    page.locator("#q").press_sequentially("pay")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/repos/\?q=pay$"))
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#live")).to_have_text("1 repository")
    page.select_option("#below", "2")
    expect(page.get_by_role("heading", name="No repository matches")).to_be_visible()
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_more_rows_come_in_place_and_take_the_focus(page: Page) -> None:
    for number in range(53):
        make_scanned(f"acme/{number:02}", 2)
    page.goto("/")
    page.click("text=Show more")
    expect(page.locator("tbody tr")).to_have_count(53)
    expect(page.locator("tbody tr").nth(50)).to_be_focused()
    expect(page.get_by_text("Show more")).to_have_count(0)


def test_escape_empties_the_search(page: Page, two: None) -> None:
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("acme")
    expect(page.locator("#hits a")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(page.locator("#hits a")).to_have_count(0)
    expect(page.locator("#find")).to_have_value("")


def test_a_theme_holds_at_once_and_on_the_next_page(page: Page, two: None) -> None:
    page.goto("/")
    page.click("summary[aria-label^=Account]")
    page.click("text=Dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/criteria/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click("summary[aria-label^=Account]")
    expect(page.locator("[value=dark]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Sign out")).not_to_be_visible()


def test_rows_are_walked_with_j_and_k_and_opened_with_enter(page: Page, two: None) -> None:
    page.goto("/repos/")
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator("tbody tr").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/repos/acme/network/")


def test_a_page_that_nobody_sees_asks_nothing(page: Page) -> None:
    make_run(make_repository("acme/network"), "running")
    page.goto("/repos/acme/network/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/run/" in request.url else None)
    hide = "Object.defineProperty(document, 'hidden', {{ value: {}, configurable: true }})"
    page.evaluate(hide.format("true"))
    page.wait_for_timeout(2500)
    assert asked == []
    with page.expect_request("**/run/**"):
        page.evaluate(hide.format("false") + "; document.dispatchEvent(new Event('visibilitychange'))")


def test_what_failed_on_the_way_is_said_once(page: Page, two: None, complaints: list[str]) -> None:
    page.goto("/repos/")
    page.route("**/repos/?**", lambda route: route.fulfill(status=503, body=""))
    page.select_option("#below", "3")
    expect(page.locator(".toast")).to_contain_text("The server answered 503. Nothing was saved.")
    page.click(".toast button")
    expect(page.locator(".toast")).to_have_count(0)
    complaints.clear()


def test_a_lost_connection_is_said_once(page: Page, two: None, complaints: list[str]) -> None:
    page.goto("/repos/")
    page.route("**/repos/?**", lambda route: route.abort())
    page.select_option("#below", "3")
    expect(page.locator(".toast")).to_contain_text("No connection. Nothing was saved.")
    complaints.clear()
