"""What auditors get of releases: everything about one of them, and one line about each."""

from __future__ import annotations

from releases.actions.evidence.bundling import Bundle, bundle
from releases.actions.evidence.events import events_of
from releases.actions.evidence.population import COLUMNS, population

__all__ = ["COLUMNS", "Bundle", "bundle", "events_of", "population"]
