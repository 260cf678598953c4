"""A repository that could not be read."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import access
from maturity.models import User
from maturity.models.repositories import RepositoryQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._failing import failing_item


def found(user: User, now: datetime) -> RepositoryQuerySet:
    return access.repositories_for(user).exclude(scan_error="")


def say(row: Row, now: datetime) -> Item:
    reason = _("The scan failed %(span)s ago: %(error)s")
    url = reverse("maturity:repository", args=[row.title])
    return failing_item(row, now, "fail", url=url, reason=reason)


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
