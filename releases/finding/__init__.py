"""What search finds of releases: see `maturity.finding`."""

from __future__ import annotations
