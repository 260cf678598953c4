"""Drift of the person's teams that nobody looks after."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maturity import access, words
from maturity.models import User
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import stack_columns, tags_of, title_of


def found(user: User, now: datetime) -> DriftEpisodeQuerySet:
    return access.episodes_for(user).alarming(now).filter(owner=None)


def say(row: Row, now: datetime) -> Item:
    reason = ngettext(
        "%(n)s resource has differed from its code for %(span)s. Nobody looks after it.",
        "%(n)s resources have differed from their code for %(span)s. Nobody looks after it.",
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
    name="drift_unowned",
    weight=50,
    found=found,
    team="stack__repository__team",
    columns={"at": F("first_seen_at"), "n": F("resources"), **stack_columns("stack__")},
    say=say,
)
