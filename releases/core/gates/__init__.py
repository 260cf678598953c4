"""One gate a file: see `releases.core.gate`."""

from __future__ import annotations
