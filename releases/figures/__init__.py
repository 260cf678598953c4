"""What the page of a team counts of its releases: see `maturity.figures`."""

from __future__ import annotations
