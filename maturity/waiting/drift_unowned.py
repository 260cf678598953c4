"""Drift of the person's teams that nobody looks after."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from maturity import access
from maturity.models import User
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import drift_columns, drift_item


def found(user: User, now: datetime) -> DriftEpisodeQuerySet:
    return access.episodes_for(user).alarming(now).filter(owner=None)


def say(row: Row, now: datetime) -> Item:
    reason = ngettext(
        "%(n)s resource has differed from its code for %(span)s. Nobody looks after it.",
        "%(n)s resources have differed from their code for %(span)s. Nobody looks after it.",
        row.n,
    )
    return drift_item(row, now, reason)


SOURCE = Source(
    name="drift_unowned",
    weight=50,
    found=found,
    team="stack__repository__team",
    columns=drift_columns(),
    say=say,
)
