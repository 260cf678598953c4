"""What tokens may be good for in releases: see `maturity.verbs`."""

from __future__ import annotations
