"""What AWS says of an ECS service: read only, in the words of `core.facts.service`."""

from __future__ import annotations

from releases.adapters.ecs.reading import read_service
from releases.adapters.ecs.where import Where

__all__ = ["Where", "read_service"]
