"""A stack that could not be checked."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import access, words
from maturity.models import User
from maturity.models.stacks import StackQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns, stack_item


def found(user: User, now: datetime) -> StackQuerySet:
    return access.stacks_for(user).present().failing()


def say(row: Row, now: datetime) -> Item:
    reason = ngettext(
        "It could not be checked for %(span)s: %(n)s check failed.",
        "It could not be checked for %(span)s: %(n)s checks failed.",
        row.n,
    )
    told = {"n": words.grouped(row.n), "span": words.span(now - row.at)}
    return stack_item(row, "fail", "c-danger", page="stack", reason=reason % told, button=_("See why"))


SOURCE = Source(
    name="check_failing",
    weight=60,
    found=found,
    team="repository__team",
    columns={"at": F("failing_since"), "n": F("failures"), **stack_columns()},
    say=say,
)
