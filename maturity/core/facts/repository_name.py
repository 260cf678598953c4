"""What the repository is called, and which branch changes are merged into."""

from __future__ import annotations

from msgspec import Struct


class RepositoryName(Struct, frozen=True):
    """`name` is "owner/name", "" when nobody told; so with `default_branch`. Never read from files."""

    name: str = ""
    default_branch: str = ""


def collect() -> RepositoryName:
    """Nobody told."""
    return RepositoryName()
