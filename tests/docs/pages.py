"""The pages of the documentation, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in OUTSIDE)])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


class Block(NamedTuple):
    """Fenced text, and the nearest headings above it: ("Restore", "SQLite, restored")."""

    page: str
    heading: str
    language: str
    text: str


def blocks() -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text()
        for found in FENCE.finditer(text):
            headings = re.findall(r"^#+ (.+)$", prose(text[: found.start()]), re.M)
            yield Block(page.name, headings[-1] if headings else "", found[1], found[2])


def prose(text: str) -> str:
    """Without what is fenced."""
    return FENCE.sub("", text)


def anchors(page: Path) -> set[str]:
    """As GitHub and GitLab make them of headings."""
    found = re.findall(r"^#+ (.+)$", prose(page.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found}


def script(heading: str) -> str:
    """The first shell block under a heading of docs/operate.md."""
    return next(one.text for one in blocks() if one.page == "operate.md" and one.heading == heading)
