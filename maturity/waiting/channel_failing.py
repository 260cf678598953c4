"""A channel of messages that do not arrive, for those who may change it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import access
from maturity.models import Channel, Role, User
from maturity.waiting import Item, Row, Source
from maturity.waiting._failing import failing_item


def found(user: User, now: datetime) -> QuerySet[Channel]:
    if not access.may_somewhere(user, Role.LEAD):
        return Channel.objects.none()
    return access.channels_for_write(user).filter(enabled=True, failing_since__isnull=False)


def say(row: Row, now: datetime) -> Item:
    reason = _("Its messages have not arrived for %(span)s: %(error)s")
    url = reverse("maturity:channel", args=[row.key])
    return failing_item(row, now, "inbox", url=url, reason=reason)


SOURCE = Source(
    name="channel_failing",
    weight=70,
    found=found,
    least=Role.LEAD,
    team="team",
    columns={"at": F("failing_since"), "title": F("name"), "note": F("error")},
    say=say,
)
