"""What releases say to ECS, GitHub, SSM and others."""

from __future__ import annotations
