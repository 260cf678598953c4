from __future__ import annotations

from tests.cloud import cloud, moto

__all__ = ["cloud", "moto"]
