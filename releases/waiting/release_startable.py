"""A release that is signed off. Who agreed to it leaves the start to somebody else."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from maturity.models import User
from maturity.waiting import Item, Row, Source
from releases.core.state import State
from releases.models import SignOff
from releases.models.releases import ReleaseQuerySet
from releases.waiting import _releases


def found(user: User, now: datetime) -> ReleaseQuerySet:
    own = SignOff.objects.standing().filter(person=user, item="")
    return _releases.in_state(user, State.APPROVED).exclude(pk__in=own.values("release"))


def say(row: Row, now: datetime) -> Item:
    reason = _("It is signed off and can start, for %(span)s.")
    return _releases.item(row, "play", "c-ok", reason, _("Start"), now)


SOURCE = Source(
    name="release_startable",
    weight=32,
    found=found,
    team="application__team",
    columns={"at": F("state_at"), **_releases.columns()},
    say=say,
)
