"""What sources about stacks have in common."""

from __future__ import annotations

from django.db.models import Case, Expression, F, Value, When
from django.utils.translation import gettext as _

from maturity.waiting import Row


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


def title_of(row: Row) -> str:
    """ "acme/network live/prod"."""
    return f"{row.title} {_('top folder') if row.place == '.' else row.place}"


def tags_of(row: Row) -> tuple[tuple[str, str], ...]:
    return ((row.environment, ""),) if row.environment else ()
