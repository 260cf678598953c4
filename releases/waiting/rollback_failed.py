"""A rollback after which the version before does not serve."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from maturity.models import User
from maturity.waiting import Item, Row, Source
from releases.core.state import State
from releases.models.releases import ReleaseQuerySet
from releases.waiting import _releases


def found(user: User, now: datetime) -> ReleaseQuerySet:
    return _releases.in_state(user, State.ROLLBACK_FAILED)


def say(row: Row, now: datetime) -> Item:
    reason = _("Its rollback failed %(span)s ago: nobody knows what serves.")
    return _releases.item(row, "block", "c-danger", reason, _("See why"), now)


SOURCE = Source(
    name="rollback_failed",
    weight=8,
    found=found,
    team="application__team",
    columns={"at": F("state_at"), **_releases.columns()},
    say=say,
)
