"""What the page of a team counts. One file here, or in another app's `figures`, is one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from msgspec import Struct

from maturity import folders
from maturity.models import Team
from maturity.words import Words


class Line(Struct, frozen=True):
    """text: with its number; url: where the things are that were counted."""

    text: Words
    url: str = ""


class Figure(Struct, frozen=True):
    """`FIGURE` of its file. told: (the team, now) -> its line; None where there is nothing to count."""

    told: Callable[[Team, datetime], Line | None]


@cache
def all_figures() -> tuple[Figure, ...]:
    return tuple(folders.members("figures", "FIGURE"))


def figures_of(team: Team, now: datetime) -> list[Line]:
    lines = [figure.told(team, now) for figure in all_figures()]
    return [line for line in lines if line is not None]
