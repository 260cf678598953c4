"""What the clock does about releases: ask again, end what is over, and take back what nobody used."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from releases.actions.answers import GATE
from releases.actions.authors import look_again
from releases.actions.checking import run_checks
from releases.actions.locking import locked
from releases.actions.moving import hold_back
from releases.actions.overrides import tell_overdue
from releases.actions.rolling_back import fail_overdue
from releases.core.state import BEFORE, State
from releases.models import Decision, GateTicket, Release, SignOff

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)
AT_ONCE = 25  # releases in one turn: the others come in the next


def settle(now: datetime) -> int:
    """How many were looked at. One that cannot be settled keeps no other waiting."""
    settled = fail_overdue(now) + tell_overdue(now)
    for release in [*_due(now), *_unused(now)]:
        try:
            _settle(release, now)
            settled += 1
        except Exception:
            log.exception("%s cannot be settled", release)
    return settled


def _settle(release: Release, now: datetime) -> None:
    if release.state in BEFORE:
        if release.authors is None:
            look_again(release)
        run_checks(release, now)
        return
    with transaction.atomic():
        release = locked(release)
        if release.state == State.ROLLING and _lapsed(now).filter(release=release).exists():
            hold_back(release, "nobody used its ticket in time", None, now)


def _due(now: datetime) -> QuerySet[Release]:
    """Those that wait and were not asked for a while, or have a word that is over, or whose giver left."""
    last = Max("checks__at", filter=Q(checks__current=True, checks__source=GATE))
    waiting = Release.objects.filter(state__in=BEFORE - {State.DRAFT}).annotate(last=last)
    old = Q(last=None) | Q(last__lte=now - EVERY) | Q(last__gt=now + EVERY)  # the last: a clock was set back
    over = Q(expires_at__lte=now) | Q(person=None) | Q(person__is_active=False)
    words = SignOff.objects.standing().filter(over, decision=Decision.APPROVE, release=OuterRef("pk"))
    found = waiting.filter(old | Exists(words)).select_related("application__repository")
    return found.order_by("last", "pk")[:AT_ONCE]


def _lapsed(now: datetime) -> QuerySet[GateTicket]:
    return GateTicket.objects.filter(used_at=None, void_at=None, expires_at__lte=now)


def _unused(now: datetime) -> QuerySet[Release]:
    """Started, and nobody came with the ticket while it was good."""
    lapsed = _lapsed(now).filter(release=OuterRef("pk"))
    return Release.objects.filter(Exists(lapsed), state=State.ROLLING)[:AT_ONCE]
