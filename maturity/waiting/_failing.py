"""What sources about things that fail have in common."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from maturity import words
from maturity.waiting import Item, Row

LONGEST = 200


def failing_item(row: Row, now: datetime, icon: str, *, url: str, reason: str) -> Item:
    """reason: with the %(span)s it has failed for, and %(error)s, of which `row.note` is the whole."""
    told = {"span": words.span(now - row.at), "error": row.note.partition("\n")[0][:LONGEST]}
    return Item(
        icon=icon, colour="c-danger", title=row.title, url=url, reason=reason % told, button=_("See why")
    )
