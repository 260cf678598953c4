"""Drift that was assigned to the person, wherever their role reaches."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import access, words
from maturity.models import Role, User
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns, tags_of, title_of


def found(user: User, now: datetime) -> DriftEpisodeQuerySet:
    return access.episodes_where(user, Role.ENGINEER).alarming(now).filter(owner=user)


def say(row: Row, now: datetime) -> Item:
    reason = ngettext(
        "%(n)s resource has differed from its code for %(span)s. It is assigned to you.",
        "%(n)s resources have differed from their code for %(span)s. It is assigned to you.",
        row.n,
    )
    return Item(
        icon="drift",
        colour="c-warn",
        title=title_of(row),
        url=reverse("maturity:episode", args=[row.key]),
        reason=reason % {"n": words.grouped(row.n), "span": words.span(now - row.at)},
        button=_("Decide"),
        tags=tags_of(row),
    )


SOURCE = Source(
    name="drift_assigned",
    weight=45,
    found=found,
    least=None,
    team="stack__repository__team",
    columns={"at": F("first_seen_at"), "n": F("resources"), **stack_columns("stack__")},
    say=say,
)
