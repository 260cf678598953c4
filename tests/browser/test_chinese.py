"""Pages in Chinese: axe finds nothing on them, and nothing overflows."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from maturity.models import User
from tests.browser.conftest import Open
from tests.browser.rows import PAGES
from tests.browser.test_accessibility import overflow, violations
from tests.language import rows
from tests.language.crawler import plain
from tests.pages import signed_in


def addresses(lin: User) -> Iterator[str]:
    """Where people go. What asks who it is again is left to the tests of accounts."""
    client = signed_in(lin)
    every = dict.fromkeys((*PAGES.values(), *rows.addresses(), *plain()))
    kinds = {resolve(urlsplit(address).path).view_name: address for address in reversed(every)}
    for address in {*PAGES.values(), *kinds.values()}:
        if not address.startswith(("/accounts/", "/states/")) and b"<html" in client.get(address).content:
            yield address


@pytest.fixture
def page(open_context: Open, lin: User) -> Page:
    lin.language = "zh-hans"
    lin.save()
    rows.fill(lin)
    return open_context(locale="zh-CN").new_page()


@pytest.mark.slow
def test_no_page_in_chinese_overflows_and_axe_finds_nothing(page: Page, lin: User) -> None:
    found: dict[str, list[str]] = {}
    for address in sorted(addresses(lin)):
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == "zh-hans"
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")
        problems = [f"320 overflows by {wide}"] if (wide := overflow(page)) else []
        for width in (390, 1440) if address in PAGES.values() else ():
            page.set_viewport_size({"width": width, "height": 900})
            problems += [f"{width}: {one}" for one in violations(page)]
        if problems:
            found[address] = problems
    assert found == {}


def test_chinese_is_set_as_chinese_is(page: Page) -> None:
    page.goto("/")
    style = page.evaluate(
        "(one => [one.letterSpacing, one.fontStyle])(getComputedStyle(document.querySelector('h1')))"
    )
    assert style == ["normal", "normal"] or style == ["0px", "normal"]
    assert page.evaluate("parseFloat(getComputedStyle(document.body).lineHeight)") == pytest.approx(14 * 1.6)
