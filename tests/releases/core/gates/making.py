"""Facts for tests of gates, with defaults for what a test does not care about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from releases.core.gate import Gate, Result, World

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COMMIT = "a1b2c3d4" * 5
ARTIFACT = "sha256:" + "a" * 64
# What somebody may call a thing: long, on several lines, with markup and control letters.
HOSTILE = "<script>alert(1)</script>\n\x00\u202e" + "x" * 5_000


def ago(**much: float) -> datetime:
    return NOW - timedelta(**much)


def ask(gate: Gate, *facts: object, **params: Any) -> Result:
    return gate.run(World(*facts), params, NOW)


def is_tidy(result: Result) -> bool:
    """One line of a size that a row holds, and a page's worth of evidence."""
    texts = [result.reason, result.answer, *(one.text for one in result.evidence)]
    sizes = (len(result.reason) <= 1_000, len(result.answer) <= 500, len(result.evidence) <= 20)
    return all(sizes) and all(text.isprintable() and len(text) <= 600 for text in texts)
