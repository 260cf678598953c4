"""A release that is held on its way: somebody resumes it, or rolls it back."""

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
    return _releases.in_state(user, State.HELD)


def say(row: Row, now: datetime) -> Item:
    reason = _("It is held at %(n)s, for %(span)s.")
    return _releases.item(row, "pause", "c-danger", reason, _("Decide"), now)


SOURCE = Source(
    name="release_held",
    weight=12,
    found=found,
    team="application__team",
    columns={"at": F("state_at"), **_releases.columns()},
    say=say,
)
