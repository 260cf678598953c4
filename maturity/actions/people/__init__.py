"""People: how they come in, what they may do, and how they leave."""

from __future__ import annotations
