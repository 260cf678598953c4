"""Names and addresses that people type about an application."""

from __future__ import annotations

import re

# Fixed words of addresses below /releases/: no application goes by one of them.
RESERVED = frozenset(
    {"new", "applications", "templates", "freezes", "reviews", "flags", "metrics", "settings"}
)
_LINK = re.compile(r"https?://[^\s/]+(?:/\S*)?", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Whether a browser opens it as a page: nothing that runs, nothing of this machine's disk."""
    return _LINK.fullmatch(text) is not None and text.isprintable()


def folder(text: str) -> str | None:
    """A folder inside a repository, without slashes at its ends; None when it leads out of it."""
    parts = [part for part in text.strip().split("/") if part not in ("", ".")]
    if ".." in parts or "\\" in text or not text.isprintable():
        return None
    return "/".join(parts)


def inside(path: str, within: str) -> bool:
    """Whether a folder is this one or below it; "" is the whole repository."""
    return not within or path == within or path.startswith(f"{within}/")
