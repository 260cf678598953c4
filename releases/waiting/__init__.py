"""What waits for people in releases: see `maturity.waiting`."""

from __future__ import annotations
