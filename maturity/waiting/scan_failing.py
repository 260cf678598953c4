"""A repository that could not be read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import access, words
from maturity.models import User
from maturity.models.repositories import RepositoryQuerySet
from maturity.waiting import Item, Row, Source


def found(user: User, now: datetime) -> RepositoryQuerySet:
    return access.repositories_for(user).exclude(scan_error="")


def say(row: Row, now: datetime) -> Item:
    told = {"span": words.span(now - row.at), "error": row.note.partition("\n")[0][:200]}
    return Item(
        icon="fail",
        colour="c-danger",
        title=row.title,
        url=reverse("maturity:repository", args=[row.title]),
        reason=_("The scan failed %(span)s ago: %(error)s") % told,
        button=_("See why"),
    )


SOURCE = Source(
    name="scan_failing",
    weight=65,
    found=found,
    team="team",
    columns={
        "at": Coalesce("scan_error_at", "connected_at"),
        "title": F("name"),
        "note": F("scan_error"),
    },
    say=say,
)
