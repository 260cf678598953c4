"""Every link of the documentation leads somewhere, and every page of it can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, prose

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")


def broken(page: Path, target: str) -> bool:
    if target.startswith(("https://", "http://", "mailto:")):
        return False
    path, _, anchor = target.partition("#")
    aim = (page.parent / path).resolve() if path else page
    return not aim.exists() or bool(anchor and anchor not in anchors(aim))


@pytest.mark.parametrize("page", PAGES, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_and_anchor_leads_somewhere(page: Path):
    links = LINK.findall(prose(page.read_text()))
    assert [target for target in links if broken(page, target)] == []


def test_a_link_that_leads_nowhere_would_be_found():
    page = ROOT / "docs" / "README.md"
    assert broken(page, "nothing.md")
    assert broken(page, "settings.md#no-such-heading")
    assert not broken(page, "settings.md#changing-keys")


def test_the_index_names_every_page():
    index = (ROOT / "docs" / "README.md").read_text()
    linked = {target.partition("#")[0] for target in LINK.findall(index)}
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages - linked == set()
