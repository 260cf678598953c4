"""What the front page shows of releases: see `maturity.panels`."""

from __future__ import annotations
