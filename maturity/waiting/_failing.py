"""What sources about things that fail have in common."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from maturity import words
from maturity.waiting import Item, Row
from maturity.words.engine import said

LONGEST = 200


def failing_item(row: Row, now: datetime, icon: str, *, url: str, reason: str) -> Item:
    """reason: with the %(span)s it has failed for, and %(error)s, of which `row.note` is the whole."""
    error = said(row.note.partition("\n")[0])[:LONGEST]
    told = {"span": words.span(now - row.at), "error": error}
    return Item(
        icon=icon, colour="c-danger", title=row.title, url=url, reason=reason % told, button=_("See why")
    )
