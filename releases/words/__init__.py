"""What states, outcomes and decisions of releases are called on pages."""

from __future__ import annotations
