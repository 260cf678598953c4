"""The stacks that a release touches, and whether they are what their code says."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Drift(Struct, frozen=True, kw_only=True):
    """What is open on a stack. url: its page. reason: why it may stay until `acknowledged_until`."""

    url: str
    since: datetime
    resources: int
    acknowledged_until: datetime | None = None
    reason: str = ""

    def acknowledged(self, now: datetime) -> bool:
        return self.acknowledged_until is not None and self.acknowledged_until > now


class Stack(Struct, frozen=True, kw_only=True):
    """name: as people call it. gone: no file makes it a stack any more. error: why the last look failed."""

    name: str
    url: str
    gone: bool = False
    checked_at: datetime | None = None
    failing_since: datetime | None = None
    error: str = ""
    drift: Drift | None = None


class TouchedStacks(Struct, frozen=True):
    """environment: "prod". settings: the page where they are named."""

    environment: str
    settings: str
    stacks: tuple[Stack, ...] = ()
