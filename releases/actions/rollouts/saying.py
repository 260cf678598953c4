"""Somebody says that a step has effect: CI, or a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import Role, User
from releases.actions.locking import locked, locked_for
from releases.actions.principals import named
from releases.actions.rollouts.reaching import reach
from releases.core.state import State
from releases.models import Release, RolloutStep

MOVING = frozenset({State.ROLLING, State.OBSERVING, State.HELD})


def say_reached(
    by: User, release: Release, *, revision: int | None = None, login: str = "", now: datetime | None = None
) -> None:  # fmt: skip
    """The step that was let through has effect: one of the team saw it."""
    now = now or timezone.now()
    with transaction.atomic():
        release, who = locked_for(by, release, Role.ENGINEER, revision=revision, login=login)
        ticket = release.tickets.filter(used_at__isnull=False).order_by("-pk").first()
        if ticket is None or release.state not in MOVING:
            raise Refused(_("Nobody was let through: there is no step that could have effect."))
        reach(release, ticket.step, f"told by {named(who.told)}", now)


def tell_reached(release: Release, percent: int, *, via: str, now: datetime) -> RolloutStep | None:
    """By a machine. More than was let through holds the release. The step that has effect now, if any.

    Told twice, it changes nothing.
    """
    with transaction.atomic():
        release = locked(release)
        if release.state not in MOVING:
            text = _("Version %(version)s is not on its way: no step of it has effect.")
            raise Refused(text % {"version": release.version})
        reach(release, percent, f"told by {via}", now)
        return release.rollout_steps.filter(percent=release.step).first()
