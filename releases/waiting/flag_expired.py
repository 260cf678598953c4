"""A flag whose last day is over, and which code still names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import words
from maturity.models import Role, User
from maturity.waiting import Item, Row, Source
from releases import access
from releases.models import FeatureFlag


def found(user: User, now: datetime) -> QuerySet[Any]:
    mine: QuerySet[FeatureFlag] = access.flags_for(user)
    return mine.filter(expires_on__lt=now.date(), gone_at__isnull=True)


def say(row: Row, now: datetime) -> Item:
    reason = _("It expired %(span)s ago: take it out of the code, or say how long it is needed")
    return Item(
        icon="flag", colour="c-warn", title=f"{row.title} {row.place}",
        url=reverse("releases:flag", args=[row.note, row.key]),
        reason=reason % {"span": words.span(now - row.at)}, button=_("Look"),
    )  # fmt: skip


SOURCE = Source(
    name="flag_expired",
    weight=70,
    found=found,
    least=Role.LEAD,
    team="application__team",
    columns={
        "at": Cast(F("expires_on"), DateTimeField()), "title": F("application__name"), "place": F("key"),
        "note": F("application__slug"),
    },
    say=say,
)  # fmt: skip
