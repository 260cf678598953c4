"""How migrations are read: one tool a file, see `core.migration`."""

from __future__ import annotations
