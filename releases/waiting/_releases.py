"""What sources about releases have in common."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Expression, F

from maturity import words
from maturity.models import User
from maturity.waiting import Item, Row
from releases import access, links
from releases.core.state import State
from releases.models.releases import ReleaseQuerySet


def columns(way: str = "") -> dict[str, Expression | F]:
    """Of a release, by the way to it: "override__release__"."""
    return {
        "title": F(f"{way}application__name"), "place": F(f"{way}application__slug"),
        "note": F(f"{way}version"), "n": F(f"{way}step"),
    }  # fmt: skip


def in_state(user: User, state: State) -> ReleaseQuerySet:
    return access.releases_for(user).filter(state=state)


def item(row: Row, icon: str, colour: str, reason: str, button: str, now: datetime) -> Item:
    """reason: with %(span)s, since when it waits, and %(n)s, the share of the traffic it has."""
    told = {"span": words.span(now - row.at), "n": words.percent(row.n)}
    return Item(
        icon=icon,
        colour=colour,
        title=f"{row.title} {row.note}",
        url=links.path_of(row.place, row.note),
        reason=reason % told,
        button=button,
    )
