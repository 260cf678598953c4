"""Messages to send, and channels to send them to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from maturity.adapters.address import Policy
from maturity.adapters.notifiers import Target
from maturity.core.notices.message import Line, Link, Message, Tone

NEAR = Policy(http=True, private=True)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOSTILE = (
    "<!channel> @here <https://evil.example|click> & *b* _i_ `c` [x](https://evil.example) "
    "<script>alert(1)</script>"
)


def line(number: int = 1, **fields: Any) -> Line:
    given: dict[str, Any] = {
        "kind": "drift.opened", "at": AT, "when": "23 Nov 12:00", "subject": "acme/network prod",
        "text": "Drift: 2 resources changed", "url": f"https://rungs.example/drift/{number}/",
        "tone": Tone.TROUBLE, "repository": "acme/network", "environment": "prod", "team": "Platform",
    }  # fmt: skip
    return Line(number, **{**given, **fields})


def message(**fields: Any) -> Message:
    given: dict[str, Any] = {
        "key": "rungs-1-event:1", "title": "acme/network prod: Drift: 2 resources changed",
        "tone": Tone.TROUBLE, "lines": (line(),), "foot": Link("Why", "https://rungs.example/settings/channels/1/"),
        "buttons": (Link("Open the drift", "https://rungs.example/drift/1/"),),
    }  # fmt: skip
    return Message(**{**given, **fields})


def target(**fields: str) -> Target:
    """Everything in one: what a kind does not need, it does not read."""
    return Target({}, fields, NEAR)
