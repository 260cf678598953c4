"""A step of a release that passed and goes on by a person: somebody opens the next one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from maturity.models import User
from maturity.waiting import Item, Row, Source
from releases.core.state import State
from releases.core.verdict import Verdict
from releases.models import RolloutStep
from releases.models.releases import ReleaseQuerySet
from releases.waiting import _releases


def found(user: User, now: datetime) -> ReleaseQuerySet:
    passed = RolloutStep.objects.filter(
        release=OuterRef("pk"), percent=OuterRef("step"), verdict=Verdict.PASS
    )
    return _releases.in_state(user, State.OBSERVING).filter(Exists(passed))


def say(row: Row, now: datetime) -> Item:
    reason = _("It passed at %(n)s, and waits for somebody who goes on.")
    return _releases.item(row, "release", "c-ok", reason, _("Go on"), now)


SOURCE = Source(
    name="rollout_passed",
    weight=14,
    found=found,
    team="application__team",
    columns={"at": F("state_at"), **_releases.columns()},
    say=say,
)
