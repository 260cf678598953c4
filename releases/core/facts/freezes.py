"""Times in which nothing goes to an environment."""

from __future__ import annotations

from msgspec import Struct

from releases.core.freezing import Window


class Freezes(Struct, frozen=True):
    """Windows that count for an application there: its own, its team's and the organisation's.

    environment  "Prod"
    """

    environment: str
    windows: tuple[Window, ...] = ()
