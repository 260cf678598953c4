"""From a draft to the way to Prod."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import User
from releases.actions import tickets
from releases.actions.checking import always_asked, answer
from releases.actions.errors import Overtaken
from releases.actions.following import follow
from releases.actions.history import tell
from releases.actions.locking import expect_same, locked, move
from releases.actions.preparing import prepare
from releases.actions.principals import engineer_or_machine, named
from releases.actions.standing import standing_of
from releases.core.machine import Move, next_step
from releases.core.standing import Blocker
from releases.core.state import State
from releases.models import Release, RollbackPlan


class Blocked(Refused):
    """It may not start now: what keeps it back, for a page that shows it item by item."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        why = "; ".join(f"{one.title}: {one.reason}" for one in blockers)
        super().__init__(_("This release cannot start. %(why)s") % {"why": why})
        self.blockers = tuple(blockers)


def submit(
    by: User | None, release: Release, *, digest: str | None = None, revision: int | None = None,
    login: str = "", via: str = "", now: datetime | None = None,
) -> Release:  # fmt: skip
    """Show it to the others: its gates are asked, and it can be signed off. via: the machine that did it."""
    now = now or timezone.now()
    prepare(release, now)
    with transaction.atomic():
        release = locked(release)
        expect_same(release, digest, revision)
        told = engineer_or_machine(by, release.application.team, via, login)
        if release.state != State.DRAFT:
            raise Overtaken(_("This release is in another state by now: look at it again."))
        accepted = _is_accepted(release)
        answer(release, now)
        refusal = _unprepared(release, accepted=accepted)
        if not refusal:
            move(release, Move.SUBMIT, "", now)
            tell("release.submitted", by, release, now, principal=told)
            follow(release, now)
    if refusal:
        raise Refused(refusal)
    return release


def _is_accepted(release: Release) -> bool:
    plan = RollbackPlan.objects.filter(release=release).first()
    return plan is not None and plan.accepted_for(release.digest)


def _unprepared(release: Release, *, accepted: bool) -> str:
    """What the answers changed stays: a plan that was made anew is read and accepted anew.

    accepted  it was, before the answers
    """
    if not release.digest:
        return _("What is released is not known: record a deployment to Stage, or name its artifact.")
    if _is_accepted(release):
        return ""
    if accepted:
        return _(
            "More is known of the release by now, and its rollback plan changed: read and accept it again."
        )
    return _("Nobody accepted the rollback plan as it is now.")


def start(
    by: User | None, release: Release, *, digest: str, revision: int | None = None,
    login: str = "", via: str = "", now: datetime | None = None,
) -> str:  # fmt: skip
    """Everything is asked once more, and if all of it holds, the release goes: the ticket for its first step.

    Whoever starts it does not count among those who agreed. What was found stays when it may not start.
    Raises Blocked, Refused, Overtaken.
    """
    now = now or timezone.now()
    secret, refusal = "", None
    with transaction.atomic():
        release = locked(release)
        expect_same(release, digest, revision)
        told = engineer_or_machine(by, release.application.team, via, login)
        if release.state not in (State.READY, State.APPROVED, State.IN_REVIEW):
            raise Overtaken(_("This release is in another state by now: look at it again."))
        answer(release, now)
        refusal = _refusal(release, digest, by, now)
        if refusal is None:
            secret = let_go(release, Move.START, told, by, now)
    if refusal is not None:
        raise refusal
    return secret


def _refusal(release: Release, digest: str, by: User | None, now: datetime) -> Refused | None:
    """Why it may not go, by what the rows say in this transaction."""
    follow(release, now)
    if release.digest != digest:
        return Overtaken(_("What is released has changed since this page was loaded: look at it again."))
    found = standing_of(release, now, starter=by)
    if not found.approved or release.state != State.APPROVED:
        return Blocked(found.blockers)
    unlisted = always_asked(release, now)
    return Blocked(unlisted) if unlisted else None


def let_go(release: Release, how: Move, told: dict[str, Any], by: User | None, now: datetime) -> str:
    """For whoever holds the release and knows that it may go: its ticket. Older ones give way to it."""
    first = next_step(release.steps, 0) or 0
    why = f"started by {named(told)}"
    try:
        with transaction.atomic():
            move(release, how, why, now, step=0)
    except IntegrityError:
        raise Overtaken(_other(release)) from None
    _supersede(release, by, now)
    tell("release.started", by, release, now, principal=told, step=first)
    return tickets.issue(release, first, told, by, now)


def _other(release: Release) -> str:
    same = Release.objects.on_the_way().filter(
        application=release.application_id, to_environment=release.to_environment
    )
    version = same.values_list("version", flat=True).first() or ""
    return _("Version %(version)s is on its way: one after the other.") % {"version": version}


def _supersede(release: Release, by: User | None, now: datetime) -> None:
    older = Release.objects.before_the_way().filter(
        application=release.application_id, to_environment=release.to_environment, pk__lt=release.pk
    )
    for other in older.select_related("application__team", "application__repository"):
        move(other, Move.SUPERSEDE, f"{release.version} went first", now)
        tell("release.superseded", by, other, now, newer=release.version)
