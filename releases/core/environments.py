"""Where a version runs: every release goes from Stage to Prod."""

from __future__ import annotations

from enum import StrEnum


class Environment(StrEnum):
    STAGE = "stage"
    PROD = "prod"


STAGES = frozenset({"stage", "staging", "stg", "preprod", "pre-prod", "uat"})
PRODS = frozenset({"prod", "production", "prd", "live"})


def environment_of(name: str) -> Environment | None:
    """What a stack's or a host's own word for an environment means; None for any other."""
    word = name.strip().lower()
    if word in STAGES:
        return Environment.STAGE
    return Environment.PROD if word in PRODS else None
