"""What the front page shows of other apps. One file here, or in another app's `panels`, is one part of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from msgspec import Struct

from maturity import folders
from maturity.forms.filters import TeamFilter
from maturity.models import User


class Panel(Struct, frozen=True, kw_only=True):
    """`PANEL` of its file.

    place     smaller comes first
    template  what draws it, with `told`
    action    the template of a button beside the page's title; "" for none
    told      (the person, the teams asked for, now) -> what it shows, in one query; None for nothing
    """

    place: int
    template: str
    action: str = ""
    told: Callable[[User, TeamFilter, datetime], dict[str, Any] | None]


class Drawn(Struct, frozen=True):
    template: str
    action: str
    told: dict[str, Any]


@cache
def all_panels() -> tuple[Panel, ...]:
    return tuple(sorted(folders.members("panels", "PANEL"), key=lambda panel: panel.place))


def panels_of(user: User, asked: TeamFilter, now: datetime) -> list[Drawn]:
    """Those that have something to show."""
    told = [(panel, panel.told(user, asked, now)) for panel in all_panels()]
    return [Drawn(panel.template, panel.action, one) for panel, one in told if one is not None]
