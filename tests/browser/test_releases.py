"""Release pages in a browser: accessible, within every width, and signed off by keyboard alone."""

from __future__ import annotations

import os

from playwright.sync_api import Page

from tests.browser.release_rows import PAGES, fill
from tests.browser.test_accessibility import inspect


def test_every_page_of_releases_is_accessible_and_fits_every_width(page: Page) -> None:
    fill()
    found = {}
    for name, address in PAGES.items():
        page.goto(address)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)
            page.screenshot(path=f"{folder}/{name} 1.png")
        if problems := inspect(page):
            found[name] = problems
    assert found == {}
