"""Parts of the release page that stand on their own: each is one file here, with a template of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from msgspec import Struct

from maturity.core import registry
from maturity.models import User
from releases.models import Release


class Part(Struct, frozen=True, kw_only=True):
    """`PART` of its file.

    place     smaller comes first
    template  what draws it: beside all that the page knows it gets `told`
    told      what it shows to this person; None where there is nothing to show
    """

    place: int
    template: str
    told: Callable[[Release, User, datetime], dict[str, Any] | None]


class Drawn(Struct, frozen=True):
    template: str
    told: dict[str, Any]


@cache
def all_parts() -> tuple[Part, ...]:
    found: list[Part] = registry.load("releases.views._parts", "PART")
    return tuple(sorted(found, key=lambda part: part.place))


def parts_of(release: Release, user: User, now: datetime) -> list[Drawn]:
    """Those that have something to show."""
    told = [(part.template, part.told(release, user, now)) for part in all_parts()]
    return [Drawn(template, one) for template, one in told if one is not None]
