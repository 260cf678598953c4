"""What sources about stacks have in common."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Expression, F, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import words
from maturity.waiting import Item, Row
from maturity.words.drift import stack_name


def stack_columns(way: str = "") -> dict[str, Expression | F]:
    """Repository, stack and environment, by the way to the stack: "stack__"."""
    label = Case(
        When(**{f"{way}name__gt": ""}, then=F(f"{way}name")),
        When(**{f"{way}directory__gt": ""}, then=F(f"{way}directory")),
        default=Value("."),
    )
    return {
        "title": F(f"{way}repository__name"), "place": label, "environment": F(f"{way}environment"),
    }  # fmt: skip


def drift_columns() -> dict[str, Expression | F]:
    """Of an open episode: since when, and how many resources."""
    return {"at": F("first_seen_at"), "n": F("resources"), **stack_columns("stack__")}


def stack_item(row: Row, icon: str, colour: str, *, page: str, reason: str, button: str) -> Item:
    """What waits, called "acme/network live/prod" and tagged with the environment.

    page  the name of the one that shows what `row.key` is of: "stack", "episode"
    """
    return Item(
        icon=icon,
        colour=colour,
        title=f"{row.title} {stack_name(row.place)}",
        url=reverse(f"maturity:{page}", args=[row.key]),
        reason=reason,
        button=button,
        tags=((row.environment, ""),) if row.environment else (),
    )


def drift_item(row: Row, now: datetime, reason: str) -> Item:
    """reason: with %(n)s resources and the %(span)s they have differed for."""
    told = {"n": words.grouped(row.n), "span": words.span(now - row.at)}
    return stack_item(row, "drift", "c-warn", page="episode", reason=reason % told, button=_("Decide"))
