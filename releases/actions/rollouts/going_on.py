"""From a step that passed to the next one: by a person, or by itself where the plan says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import Role, User
from releases.actions import tickets
from releases.actions.checking import answer
from releases.actions.errors import Overtaken
from releases.actions.history import tell
from releases.actions.locking import locked, locked_for, move
from releases.actions.moving.deciding import why_not
from releases.actions.principals import machine, named
from releases.actions.rollouts.planning import plan_of
from releases.core.machine import Move, next_step
from releases.core.state import State
from releases.core.verdict import Verdict
from releases.models import Release, RolloutStep

RUNGS = "Rungs"


def go_on(
    by: User, release: Release, *, digest: str, revision: int | None = None, login: str = "",
    now: datetime | None = None,
) -> str:  # fmt: skip
    """The ticket for the next step, after one that passed. Everything is asked once more. Raises Blocked,
    Refused, Overtaken."""
    now = now or timezone.now()
    refusal, secret = None, ""
    with transaction.atomic():
        release, who = locked_for(by, release, Role.ENGINEER, digest=digest, revision=revision, login=login)
        _expect_passed(release)
        answer(release, now)
        refusal = why_not(release, now)
        if refusal is None:
            secret = _advance(release, who.told, by, now)
    if refusal is not None:
        raise refusal
    return secret


def due_to_go_on() -> list[int]:
    """Releases whose step passed, and whose plan lets them go on by themselves."""
    rows = RolloutStep.objects.filter(
        verdict=Verdict.PASS, percent=F("release__step"), release__state=State.OBSERVING,
        release__application__rollout__automatic=True, percent__lt=100,
    )  # fmt: skip
    return list(rows.values_list("release", flat=True))


def go_on_by_itself(release_id: int, now: datetime) -> bool:
    """True when it went. When it may not, its page says why, and it is tried again."""
    with transaction.atomic():
        release = locked(Release.objects.get(pk=release_id))
        if not plan_of(release.application_id).automatic:
            return False
        try:
            _expect_passed(release)
        except Refused:
            return False
        answer(release, now)
        refusal = why_not(release, now)
        if refusal is None:
            _advance(release, machine(RUNGS), None, now)
            return True
        why = f"{release.step} % passed, and it does not go on by itself: {refusal.message}"[:500]
        if why != release.state_why:
            release.move(State.OBSERVING, why, release.state_at)
    return False


def _expect_passed(release: Release) -> None:
    if release.state != State.OBSERVING:
        raise Overtaken(_("This release is in another state by now: look at it again."))
    step = release.rollout_steps.filter(percent=release.step).first()
    if step is None or step.verdict != Verdict.PASS:
        raise Refused(_("This step has not passed: wait for its verdict, or hold the release and decide."))


def _advance(release: Release, told: dict[str, Any], by: User | None, now: datetime) -> str:
    step = next_step(release.steps, release.step)
    if step is None:
        raise Overtaken(_("This release is in another state by now: look at it again."))
    why = f"on to {step} % by {named(told)}"
    move(release, Move.ADVANCE, why, now)
    tell("rollout.advanced", by, release, now, step=step, principal=told)
    return tickets.issue(release, step, told, by, now)
