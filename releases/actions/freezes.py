"""Freeze windows: times in which nothing goes to an environment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Team, User
from releases.actions.telling import tell_owner
from releases.core import freezing
from releases.core.freezing import Time, Window
from releases.models import Application, FreezeWindow

MOST = 50  # of one scope


class Wanted(Struct, frozen=True, kw_only=True):
    """starts, ends: as clocks of `time_zone` show them. rule: RRULE, "" for once."""

    name: str
    starts: datetime
    ends: datetime
    time_zone: str = "UTC"
    rule: str = ""
    environment: str = "prod"
    reason: str = ""


def preview(wanted: Wanted, most: int = 5) -> list[Time]:
    """The next times it would be open. Raises Refused."""
    now = timezone.now()
    return freezing.following(_checked(wanted, now), now, most)


def add_freeze(
    by: User, wanted: Wanted, *, team: Team | None = None, application: Application | None = None
) -> FreezeWindow:
    """For a team, for an application, or (without both) for the organisation. Raises Refused."""
    now = timezone.now()
    window = _checked(wanted, now)
    if FreezeWindow.objects.filter(team=team, application=application).count() >= MOST:
        raise Refused(_("There are %(n)s freeze windows already: remove one first.") % {"n": MOST})
    with transaction.atomic():
        added = FreezeWindow.objects.create(
            team=team, application=application, environment=wanted.environment, name=clean(wanted.name),
            reason=clean(wanted.reason), starts_at=window.starts.replace(tzinfo=UTC),
            ends_at=window.ends.replace(tzinfo=UTC), rule=window.rule, time_zone=wanted.time_zone,
            created_by=by.username, created_at=now,
        )  # fmt: skip
        _tell("freeze.added", by, added, now, rule=window.rule, reason=wanted.reason)
    return added


def end_freeze(by: User, freeze: FreezeWindow) -> None:
    """It counts no more from now on, open or not, and stays in the list."""
    now = timezone.now()
    with transaction.atomic():
        ended = FreezeWindow.objects.in_force().filter(pk=freeze.pk).update(ended_at=now)
        if ended:
            _tell("freeze.ended", by, freeze, now)


def remove_freeze(by: User, freeze: FreezeWindow) -> None:
    with transaction.atomic():
        removed, _rows = FreezeWindow.objects.filter(pk=freeze.pk).delete()
        if removed:
            _tell("freeze.removed", by, freeze, timezone.now())


def _checked(wanted: Wanted, now: datetime) -> Window:
    try:
        window = Window(
            starts=wanted.starts, ends=wanted.ends, zone=ZoneInfo(wanted.time_zone),
            rule=wanted.rule.strip().upper(), name=wanted.name, reason=wanted.reason,
        )  # fmt: skip
        freezing.check(window, now)
    except (KeyError, OSError):
        raise Refused(_("There is no such time zone.")) from None
    except ValueError as error:
        raise Refused.because(error) from None
    return window


def _tell(kind: str, by: User, freeze: FreezeWindow, now: datetime, **data: Any) -> None:
    told: dict[str, Any] = clean({"environment": freeze.environment, **data})
    tell_owner(kind, by, freeze.team, freeze.application, subject=freeze.name, at=now, **told)
