"""A state that somebody holds for so long that they may have gone away."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity import access, words
from maturity.models import StateLock, User
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns, tags_of, title_of


def found(user: User, now: datetime) -> QuerySet[StateLock]:
    return access.locks_for(user).held().filter(since__lt=now - user.organisation.lock_long)


def say(row: Row, now: datetime) -> Item:
    told = {"who": row.note or _("somebody"), "span": words.span(now - row.at)}
    return Item(
        icon="lock",
        colour="c-warn",
        title=title_of(row),
        url=reverse("maturity:stack", args=[row.key]),
        reason=_("Its state has been locked by %(who)s for %(span)s.") % told,
        button=_("See the lock"),
        tags=tags_of(row),
    )


SOURCE = Source(
    name="state_locked",
    weight=55,
    found=found,
    team="stack__repository__team",
    columns={"at": F("since"), "key": F("stack_id"), "note": F("who"), **stack_columns("stack__")},
    say=say,
)
