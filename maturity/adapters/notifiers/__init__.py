"""Where messages can go: one file for each kind of channel."""

from __future__ import annotations

from functools import cache

from maturity.adapters.notifiers._port import Failed, Field, Notifier, Target
from maturity.core import registry

__all__ = ["Failed", "Field", "Notifier", "Target", "all_notifiers", "notifier_of"]


@cache
def all_notifiers() -> dict[str, Notifier]:
    """By kind, which is the name of the file. A broken one fails here, at start-up."""
    return {one.kind: one for one in registry.load("maturity.adapters.notifiers", "notifier")}


def notifier_of(kind: str) -> Notifier | None:
    return all_notifiers().get(kind)
