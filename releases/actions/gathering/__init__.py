"""Where the facts come from that gates look at: one file for each kind of fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from msgspec import Struct

from maturity.core import registry
from releases.core.gate import World
from releases.models import Release


class Gatherer(Struct, frozen=True):
    """`GATHERER` of its file.

    fact    the type it gathers
    gather  (release, now) -> the fact, or None when it is not known. It reads rows, and what readers stored:
            it calls nobody, since it runs inside a transaction
    """

    fact: type
    gather: Callable[[Release, datetime], Any | None]


@cache
def all_gatherers() -> dict[type, Gatherer]:
    found = registry.load("releases.actions.gathering", "GATHERER")
    return {one.fact: one for one in found}


def world_of(release: Release, kinds: Iterable[type], now: datetime) -> World:
    """The facts of these kinds. One that nobody gathers ends here: it is a bug."""
    facts = [all_gatherers()[kind].gather(release, now) for kind in dict.fromkeys(kinds)]
    return World(*[fact for fact in facts if fact is not None])
