"""What pages show of the way back of a release."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from releases.actions.principals import named
from releases.actions.rolling_back import clock_of
from releases.core import rollback
from releases.core.machine import Move, after
from releases.core.rollback import Clock, Step
from releases.core.state import BEFORE, GOING_BACK, State
from releases.models import Rehearsal, Release, Rollback, RollbackPlan

FRESH = timedelta(days=90)
WENT = GOING_BACK | {State.ROLLED_BACK}


class Way(Struct, frozen=True, kw_only=True):
    """read: what a form sends back, so that nobody accepts steps they did not see; text: the steps to edit.

    accepted   by a person, for what the release is made of now
    rehearsal  the last one of the application
    went       the last time that this release was rolled back
    """

    plan: RollbackPlan | None
    steps: tuple[Step, ...]
    read: str
    clock: Clock | None
    over: bool
    accepted: bool
    open: bool
    possible: bool
    rehearsal: Rehearsal | None
    stale: bool
    went: Rollback | None

    @property
    def warnings(self) -> int:
        return sum(step.warns for step in self.steps)

    @property
    def text(self) -> str:
        return "\n".join(step.text for step in self.steps)

    @property
    def by(self) -> str:
        """Who accepted it, as they were called then."""
        return named(self.plan.principal) if self.plan else ""


def rollback_of(release: Release, now: datetime) -> Way:
    """Two queries for most releases: its plan and the last rehearsal."""
    plan = getattr(release, "rollback_plan", None)
    clock = clock_of(release, plan, now) if plan and plan.limits else None
    rehearsals = Rehearsal.objects.filter(application=release.application_id)
    rehearsal = rehearsals.order_by("-at", "-pk").first()
    went = release.rollbacks.newest() if release.state in WENT else None
    return Way(
        plan=plan,
        steps=rollback.steps_of(plan.steps) if plan else (),
        read=rollback.digest_of(plan.steps) if plan else "",
        clock=clock,
        over=clock is not None and clock.over(now),
        accepted=plan is not None and plan.accepted_for(release.digest),
        open=release.state in BEFORE,
        possible=after(release.state, Move.ROLL_BACK) is not None,
        rehearsal=rehearsal,
        stale=rehearsal is None or not rehearsal.worked or now - rehearsal.at > FRESH,
        went=went,
    )
