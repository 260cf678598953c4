"""The keyboard map, key by key; and when a key is only a letter."""

from __future__ import annotations

import re
import string

import pytest
from playwright.sync_api import Page, expect

from maturity.models import DriftEpisode, User
from tests.browser.conftest import Open
from tests.factories import days_ago, make_episode, make_scanned, make_stack
from tests.plan_rows import ITEMS


@pytest.fixture
def rows(transactional_db: None) -> None:
    """Two repositories, one of them with drift that nobody looks after."""
    network = make_scanned("acme/network", 1)
    make_scanned("acme/payments", 4)
    stack = make_stack(network, checked_at=days_ago(0), drift_since=days_ago(2))
    make_episode(stack, items=ITEMS, first_seen_at=days_ago(2))


PLACES = {"o": "/", "r": "/repos/", "d": "/drift/", "p": "/plans/", "c": "/criteria/"}


@pytest.mark.parametrize("key", PLACES)
def test_g_and_a_letter_lead_to_a_place(page: Page, rows: None, key: str) -> None:
    page.goto("/find/?q=nothing")
    page.locator("#main").focus()
    page.keyboard.press("g")
    page.keyboard.press(key)
    page.wait_for_url(f"**{PLACES[key]}")


def test_a_letter_without_g_or_long_after_it_leads_nowhere(page: Page, rows: None) -> None:
    page.goto("/criteria/")
    page.keyboard.press("r")
    page.clock.install()
    page.keyboard.press("g")
    page.clock.fast_forward(1300)
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile("/criteria/$"))


def test_s_opens_the_first_thing_that_waits_and_elsewhere_does_nothing(page: Page, rows: None) -> None:
    page.goto("/criteria/")
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile("/criteria/$"))
    page.goto("/")
    page.keyboard.press("s")
    page.wait_for_url(f"**/drift/{DriftEpisode.objects.get().pk}/")


def test_help_opens_by_its_key_and_closes_by_escape(page: Page, rows: None) -> None:
    page.goto("/")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keyboard")).not_to_be_visible()


def test_the_arrows_choose_a_hit_while_the_box_keeps_the_focus(page: Page, rows: None) -> None:
    page.goto("/criteria/")
    page.keyboard.press("Control+K")
    box = page.locator("#find")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("acme")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.locator("#live")).to_have_text("2 hits")
    expect(box).to_have_attribute("aria-expanded", "true")
    for key, chosen in (("ArrowUp", "hit-2"), ("ArrowDown", "hit-1"), ("ArrowDown", "hit-2")):
        page.keyboard.press(key)
        expect(box).to_have_attribute("aria-activedescendant", chosen)
        expect(page.locator('[aria-selected="true"]')).to_have_id(chosen)
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/repos/acme/payments/")


def test_enter_without_a_choice_shows_all_hits(page: Page, rows: None) -> None:
    page.goto("/criteria/")
    page.keyboard.press("/")
    page.keyboard.type("acme")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=acme")


def test_escape_leaves_the_search_and_what_was_chosen(page: Page, rows: None) -> None:
    page.goto("/criteria/")
    page.keyboard.press("/")
    page.keyboard.type("acme")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#find")).to_have_attribute("aria-activedescendant", "")
    expect(page.locator("#find")).not_to_be_focused()


COMPOSING = """([type, options]) => document.body.dispatchEvent(
    new KeyboardEvent(type, { key: '?', bubbles: true, ...options }))"""


LEFT_ALONE = [{"isComposing": True}, {"keyCode": 229}, {"altKey": True}, {"ctrlKey": True}]


@pytest.mark.parametrize("options", LEFT_ALONE)
def test_a_key_of_an_input_method_or_with_a_modifier_is_left_alone(
    page: Page, rows: None, options: dict[str, object]
) -> None:
    page.goto("/")
    page.evaluate(COMPOSING, ["keydown", options])
    expect(page.locator("#keys")).not_to_be_visible()
    page.evaluate(COMPOSING, ["keydown", {}])
    expect(page.locator("#keys")).to_be_visible()


def test_in_a_field_a_key_is_a_letter(page: Page, rows: None) -> None:
    page.goto("/repos/")
    page.locator("#q").press_sequentially("gr?js")
    expect(page.locator("#q")).to_have_value("gr?js")
    page.evaluate("document.querySelector('h1').contentEditable = 'true'")
    page.locator("h1").click()
    page.keyboard.type("?")
    expect(page.locator("#keys")).not_to_be_visible()


def test_no_key_sends_a_form(page: Page, rows: None) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    for address in (f"/drift/{DriftEpisode.objects.get().pk}/", "/", "/settings/me/"):
        page.goto(address)
        for key in sorted({*string.ascii_letters, *string.digits, *string.punctuation} - set("g?s/")):
            page.keyboard.press(key)
    assert sent == []


def test_switched_off_in_the_profile_they_are_off_in_every_browser(open_context: Open, rows: None) -> None:
    page = open_context().new_page()
    page.goto("/")
    page.keyboard.press("?")
    with page.expect_response("**/shortcuts/"):
        page.click("text=Single-key shortcuts on")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_be_visible()
    assert not User.objects.get().shortcuts
    other = open_context().new_page()
    other.goto("/")
    other.keyboard.press("?")
    expect(other.locator("#keys")).not_to_be_visible()
    other.keyboard.press("Control+k")
    expect(other.locator("#find")).to_be_focused()


def test_a_stranger_switches_them_off_for_their_browser(open_context: Open) -> None:
    context = open_context()
    context.clear_cookies()
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("h1").first.click()
    page.keyboard.press("?")
    page.click("text=Single-key shortcuts on")
    page.keyboard.press("Escape")
    page.reload()
    page.locator("h1").first.click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_be_visible()


def test_the_zone_of_the_browser_is_offered_and_its_time_told(open_context: Open) -> None:
    page = open_context(timezone_id="Asia/Tokyo").new_page()
    page.goto("/settings/me/")
    page.click("text=Take this browser's: Asia/Tokyo")
    expect(page.locator("#time_zone")).to_have_value("Asia/Tokyo")
    expect(page.locator("#zone-said")).to_contain_text("there now (JST)")
    page.click("text=Save preferences")
    expect(page.get_by_text("Your settings are saved.")).to_be_visible()
    expect(page.locator("[data-here]")).not_to_be_visible()
    assert User.objects.get().time_zone == "Asia/Tokyo"


def test_on_a_telephone_what_waits_has_buttons_large_enough_to_hit(open_context: Open, rows: None) -> None:
    page = open_context(has_touch=True).new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    button = page.locator("#waiting .btn").first
    box = button.bounding_box()
    assert box is not None
    assert min(box["height"], box["width"]) >= 24
    assert box["x"] + box["width"] <= 390
    button.tap()
    page.wait_for_url("**/drift/**")
