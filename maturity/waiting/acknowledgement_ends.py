"""An acknowledgement of the person's own that ends soon: the drift will then be open again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from maturity import access, words
from maturity.models import Role, User
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns, stack_item

SOON = timedelta(days=3)


def found(user: User, now: datetime) -> DriftEpisodeQuerySet:
    mine = access.episodes_where(user, Role.ENGINEER).acknowledged(now).filter(acknowledged_by=user)
    return mine.filter(acknowledged_until__lte=now + SOON)


def say(row: Row, now: datetime) -> Item:
    told = {"span": words.span(row.at - now), "reason": row.note}
    reason = _("Your acknowledgement ends in %(span)s: %(reason)s") % told
    return stack_item(row, "clock", "c-info", page="episode", reason=reason, button=_("Decide"))


SOURCE = Source(
    name="acknowledgement_ends",
    weight=20,
    found=found,
    least=None,
    team="stack__repository__team",
    columns={"at": F("acknowledged_until"), "note": F("acknowledged_reason"), **stack_columns("stack__")},
    say=say,
)
