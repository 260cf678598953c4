"""A state that somebody holds for so long that they may have gone away."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from maturity import access, words
from maturity.models import StateLock, User
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns, stack_item


def found(user: User, now: datetime) -> QuerySet[StateLock]:
    return access.locks_for(user).held().filter(since__lt=now - user.organisation.lock_long)


def say(row: Row, now: datetime) -> Item:
    told = {"who": row.note or _("somebody"), "span": words.span(now - row.at)}
    reason = _("Its state has been locked by %(who)s for %(span)s.") % told
    return stack_item(row, "lock", "c-warn", page="stack", reason=reason, button=_("See the lock"))


SOURCE = Source(
    name="state_locked",
    weight=55,
    found=found,
    team="stack__repository__team",
    columns={"at": F("since"), "key": F("stack_id"), "note": F("who"), **stack_columns("stack__")},
    say=say,
)
