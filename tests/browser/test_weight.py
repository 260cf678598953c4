"""What a page costs: kilobytes on the wire, requests, and nodes."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response

from tests.browser.rows import fill
from tests.factories import make_scanned

STATIC = Path(settings.BASE_DIR) / "static"
PACKED = frozenset({"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"})
HEADERS = 300
KIB = 1024


@pytest.mark.parametrize(("name", "most"), [("app.css", 12), ("app.js", 5), ("icons.svg", 4)])
def test_our_own_files_are_small(name: str, most: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most * KIB


def on_the_wire(response: Response) -> int:
    """As the server sends it: packed when it is text."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    body = response.body()
    return HEADERS + len(gzip.compress(body, 6) if kind in PACKED else body)


@pytest.mark.parametrize("address", ["/", "/repos/acme/network/", "/criteria/"])
def test_a_first_visit_costs_at_most_80_kilobytes_and_nothing_from_elsewhere(
    page: Page, address: str
) -> None:
    fill()
    for number in range(50):
        make_scanned(f"acme/filler-{number}", number % 6)
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))
    page.goto(address, wait_until="networkidle")
    sizes = {response.url: on_the_wire(response) for response in seen}
    assert seen[0].headers["content-encoding"] == "gzip"
    assert sum(sizes.values()) <= 80 * KIB, sizes
    assert all(url.startswith(page.url.rpartition(address)[0]) for url in sizes)
    assert len(sizes) <= 9
    assert page.evaluate("document.querySelectorAll('*').length") <= 3000
