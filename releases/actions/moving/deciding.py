"""What people decide about a release that is on its way, or that never will be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import Role, User
from releases.actions import texts, tickets
from releases.actions.checking import always_asked, answer
from releases.actions.errors import Overtaken
from releases.actions.following import end
from releases.actions.history import tell
from releases.actions.locking import locked_for, move, touch
from releases.actions.moving.starting import Blocked
from releases.actions.principals import Principal, named
from releases.actions.rollouts.reaching import complete, hold_back
from releases.actions.signing import expect_impartial
from releases.actions.standing import standing_of
from releases.core.known import RESUME
from releases.core.machine import Move, after, next_step
from releases.core.state import BEFORE, ON_THE_WAY
from releases.core.verdict import Verdict
from releases.models import Decision, Release, SignOff

HALF = 50  # percent; from there on two people decide


def hold(
    by: User, release: Release, reason: str, *, revision: int | None = None, login: str = "",
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Nobody is let through until people decide. One of the team is enough."""
    now = now or timezone.now()
    text = texts.comment(reason)
    with transaction.atomic():
        release, who = locked_for(by, release, Role.ENGINEER, revision=revision, login=login)
        hold_back(release, text or f"held by {named(who.told)}", by, now)


def resume(
    by: User, release: Release, reason: str, *, digest: str, revision: int | None = None, login: str = "",
    now: datetime | None = None,
) -> str:  # fmt: skip
    """Go on after all: the ticket for the next step, "" when there is none, or when one more has to agree.

    Not for who has a hand in it. Everything is asked once more. Where half of the traffic is there
    already, or the step failed, two people decide; a fail stays one.
    """
    now = now or timezone.now()
    text = texts.comment(reason, needed=_("Say why it can go on: the others read it."))
    refusal, secret = None, ""
    with transaction.atomic():
        release, who = locked_for(by, release, Role.APPROVER, digest=digest, revision=revision, login=login)
        expect_impartial(who, release, now)
        if after(release.state, Move.RESUME) is None:
            raise Overtaken(_("This release is in another state by now: look at it again."))
        answer(release, now)
        refusal = why_not(release, now)
        if refusal is None:
            secret = _agreed(release, who, text, now)
    if refusal is not None:
        raise refusal
    return secret


def why_not(release: Release, now: datetime) -> Refused | None:
    """By answers that were just made. Whoever went without the gates is not kept back by them now."""
    if release.overrides.filter(digest=release.digest).exists():
        return None
    blockers = standing_of(release, now).blockers or always_asked(release, now)
    return Blocked(blockers) if blockers else None


def _agreed(release: Release, who: Principal, text: str, now: datetime) -> str:
    said = release.signoffs.standing().filter(item=RESUME)
    others = said.filter(at__gte=release.state_at, digest=release.digest).exclude(person=who.user)
    if needs_two(release) and not others.exists():
        for old in said:
            end(old, release, "replaced", who.user, now)
        SignOff.objects.create(
            release=release, item=RESUME, decision=Decision.APPROVE, person=who.user, principal=who.told,
            role=who.role, comment=text, digest=release.digest, at=now,
        )  # fmt: skip
        tell("signoff.given", who.user, release, now, item=RESUME, comment=text, principal=who.told)
        touch(release)
        return ""
    said.update(ended_at=now, ended_how="used")
    move(release, Move.RESUME, f"resumed by {named(who.told)}: {text}", now)
    tell("release.resumed", who.user, release, now, reason=text, principal=who.told)
    step = next_step(release.steps, release.step)
    if step is None:
        complete(release, None, now)
        return ""
    return tickets.issue(release, step, who.told, who.user, now)


def needs_two(release: Release) -> bool:
    """Half of the traffic is there already, or its step failed."""
    failed = release.rollout_steps.filter(percent=release.step, verdict=Verdict.FAIL)
    return release.step >= HALF or failed.exists()


def abandon(
    by: User, release: Release, reason: str = "", *, revision: int | None = None, login: str = "",
    now: datetime | None = None,
) -> None:  # fmt: skip
    """Give it up. On its way only while nobody was let through: afterwards it is rolled back."""
    now = now or timezone.now()
    text = texts.comment(reason)
    with transaction.atomic():
        release, who = locked_for(by, release, Role.ENGINEER, revision=revision, login=login)
        let_through = release.step or release.tickets.filter(used_at__isnull=False).exists()
        if release.state in ON_THE_WAY and let_through:
            raise Refused(_("Traffic may be on this version already: roll it back."))
        if release.state not in BEFORE:
            tickets.void(release, now)
        move(release, Move.ABANDON, text or f"given up by {named(who.told)}", now)
        tell("release.abandoned", by, release, now, reason=text, principal=who.told)
