"""A step has effect: told by a deployment, by CI, by a person, by what AWS does."""

from __future__ import annotations

from datetime import datetime

from maturity.models import User
from releases.actions.history import tell
from releases.actions.locking import move
from releases.actions.rollouts.planning import bake_of, bound, plan_of
from releases.actions.tickets import void
from releases.core import rollouts
from releases.core.machine import WHOLE_WAY, Move
from releases.core.state import State
from releases.models import Deployment, Metric, MetricKind, Release
from releases.models.rollouts import RolloutStep


def reach(release: Release, percent: int | float, seen: str, now: datetime) -> bool:
    """For whoever holds the release: this much of the traffic is on it. True when that changed anything.

    seen  how that is known, in one sentence

    More than was let through holds it; less is not there yet.
    """
    ticket = release.tickets.order_by("-pk").first()
    step, whole = ticket.step if ticket is not None else WHOLE_WAY, round(percent)
    reached = whole >= step and release.step != step and release.state in (State.ROLLING, State.HELD)
    if reached and release.state == State.ROLLING:
        move(release, Move.REACH, f"{step} % of the traffic", now, step=step)
    elif reached:  # people decide what becomes of it, knowing that it is there
        release.move(State.HELD, release.state_why, release.state_at, step=step)
    if reached:
        _begin(release, step, seen, now)
        tell("release.reached", None, release, now, step=step, percent=percent, seen=seen[:500])
    beyond = whole > step and release.state == State.OBSERVING
    if beyond:
        hold_back(release, f"{percent:g} % of the traffic is on it, {step} % was let through", None, now)
    return reached or beyond


def _begin(release: Release, percent: int, seen: str, now: datetime) -> RolloutStep:
    metrics = bound(release.application_id, release.to_environment)
    plan = plan_of(release.application_id)
    bake = bake_of(metrics, percent, plan.harm, now)
    needs = None if bake.seconds is None else min(int(bake.seconds) + 1, rollouts.LONGEST)
    length = rollouts.lasts(plan.bake, needs, levels=_levels(metrics))
    step, _made = RolloutStep.objects.get_or_create(
        release=release, percent=percent,
        defaults={
            "effective_at": now, "seen": seen[:500], "needs": needs, "why": bake.why[:500],
            "until": now + length,
        },
    )  # fmt: skip
    return step


def _levels(metrics: list[Metric]) -> bool:
    return any(one.kind == MetricKind.LEVEL for one in metrics)


def complete_unwatched(release: Release, deployment: Deployment, now: datetime) -> None:
    """All of the traffic is on it, and it ends where no metric is bound: there is nothing to wait for."""
    if not bound(release.application_id, release.to_environment):
        complete(release, deployment, now)


def complete(release: Release, deployment: Deployment | None, now: datetime) -> None:
    """For whoever holds the release: all of the traffic is on it."""
    if release.state == State.ROLLING:
        move(release, Move.REACH, f"{WHOLE_WAY} % of the traffic", now, step=WHOLE_WAY)
    void(release, now)
    move(release, Move.COMPLETE, "all of the traffic is on it", now, completed_at=now)
    tell("release.completed", None, release, now, deployment=deployment.pk if deployment else None)


def hold_back(
    release: Release, why: str, by: User | None, now: datetime, *, tells: bool = True
) -> None:  # fmt: skip
    """For whoever holds the release. Its open ticket is withdrawn. tells: nobody else told of it."""
    move(release, Move.HOLD, why, now)
    void(release, now)
    if tells:
        tell("release.held", by, release, now, reason=why)
