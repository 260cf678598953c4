"""The embedded queue: messages in one SQLite file, so that one machine needs nothing installed."""

from __future__ import annotations

from config.broker.transport import Transport

__all__ = ["Transport"]
