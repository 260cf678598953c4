"""The pages of releases."""

from __future__ import annotations
