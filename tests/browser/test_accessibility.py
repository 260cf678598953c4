"""Every page, light and dark, wide and narrow: axe finds nothing, and nothing overflows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from maturity.models import User
from tests.browser.conftest import Open
from tests.browser.rows import PAGES, fill

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The scheme changes colours only, so the second one needs only the rules about colours.
RULES = {"light": TAGS, "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
axe = Axe()


def violations(page: Page, scheme: Literal["light", "dark"] = "light") -> list[str]:
    options = {"runOnly": RULES[scheme], "resultTypes": ["violations"]}
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.axe_script)
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def inspect(page: Page) -> list[str]:
    """Everything open that can be opened, at each width and in each scheme."""
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
    found: list[str] = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme} {one}" for one in violations(page, scheme)]
    for width in (320, 390, 700, 800, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} overflows by {wide}"] if (wide := overflow(page)) else []
    return found


def inspect_all(page: Page, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Each opened wide, by its address; those where nothing is wrong are left out."""
    found = {}
    for address in addresses:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(address)
        if problems := inspect(page):
            found[address] = problems
    return found


def test_every_page_is_accessible_and_fits_every_width(page: Page, settings: Any) -> None:
    settings.DEBUG = True
    fill()
    assert inspect_all(page, PAGES.values()) == {}


def test_the_pages_for_strangers_and_errors_are_accessible_too(open_context: Open, lin: User) -> None:
    context = open_context()
    context.clear_cookies()
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("#login", "lin")
    page.fill("#password", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert inspect(page) == []
    assert page.evaluate("document.activeElement.id") == "password"


def test_dialogs_and_menus_are_accessible_while_they_are_open(page: Page) -> None:
    page.goto("/")
    page.click("summary[aria-label^=Account]")
    assert violations(page) == []
    page.click("text=Keyboard shortcuts")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_everything_that_takes_the_focus_shows_it(page: Page, scheme: Literal["light", "dark"]) -> None:
    fill()
    page.emulate_media(color_scheme=scheme)
    page.goto("/repos/acme/network/")
    for _ in range(25):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            "(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== 'none')"
            "(getComputedStyle(document.activeElement))"
        )
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
