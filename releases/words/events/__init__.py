"""What happened to releases, in words: see `maturity.words.events`."""

from __future__ import annotations
