"""Drift that was assigned to the person, wherever their role reaches."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import ngettext

from maturity import access
from maturity.models import Role, User
from maturity.models.episodes import DriftEpisodeQuerySet
from maturity.waiting import Item, Row, Source
from maturity.waiting._stacks import drift_columns, drift_item


def found(user: User, now: datetime) -> DriftEpisodeQuerySet:
    return access.episodes_where(user, Role.ENGINEER).alarming(now).filter(owner=user)


def say(row: Row, now: datetime) -> Item:
    reason = ngettext(
        "%(n)s resource has differed from its code for %(span)s. It is assigned to you.",
        "%(n)s resources have differed from their code for %(span)s. It is assigned to you.",
        row.n,
    )
    return drift_item(row, now, reason)


SOURCE = Source(
    name="drift_assigned",
    weight=45,
    found=found,
    least=None,
    team="stack__repository__team",
    columns=drift_columns(),
    say=say,
)
