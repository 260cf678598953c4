"""Everything about releases that changes more than one row, leaves an Event, or calls outside."""

from __future__ import annotations
