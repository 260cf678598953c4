"""The steps of a release as its page shows them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from releases.actions.rollouts.planning import bake_of, bound, plan_of
from releases.core.machine import next_step
from releases.core.rollouts import WARM_UP
from releases.core.state import State
from releases.core.verdict import Verdict, baking
from releases.core.verdict.baking import Bake
from releases.models import Analysis, Release, RolloutStep


class Step(Struct, frozen=True, kw_only=True):
    """row: None while it has no effect yet. time: "32 of 73 min; …", while it is watched. sentence: of its
    verdict, in English."""

    percent: int
    row: RolloutStep | None = None
    now: bool = False
    time: str = ""
    sentence: str = ""

    @property
    def verdict(self) -> str:
        return self.row.verdict if self.row is not None else ""


class Rollout(Struct, frozen=True, kw_only=True):
    """next: what a person may go on to now; None when they may not.

    reaches  the step that was let through and has no effect yet; None when there is none
    """

    steps: list[Step]
    next: int | None
    reaches: int | None
    automatic: bool

    @property
    def failed(self) -> bool:
        return any(one.verdict == Verdict.FAIL for one in self.steps)


def rollout_of(release: Release, now: datetime) -> Rollout:
    """Four queries, and two of each metric by counts while a step is watched."""
    rows = {one.percent: one for one in release.rollout_steps.all()}
    said = {
        one.step_id: one.sentence
        for one in Analysis.objects.filter(step__release=release).order_by("at", "pk")
    }
    plan = plan_of(release.application_id)
    shown = [
        _step(release, percent, rows.get(percent), said, plan.harm, now)
        for percent in sorted({*release.steps, *rows})
    ]
    here = rows.get(release.step)
    passed = release.state == State.OBSERVING and here is not None and here.verdict == Verdict.PASS
    return Rollout(
        steps=shown, next=next_step(release.steps, release.step) if passed else None,
        reaches=_reaches(release), automatic=plan.automatic,
    )  # fmt: skip


def _step(
    release: Release,
    percent: int,
    row: RolloutStep | None,
    said: dict[int | None, str],
    harm: float,
    now: datetime,
) -> Step:
    if row is None:
        return Step(percent=percent)
    return Step(
        percent=percent, row=row, now=percent == release.step, time=_time(release, row, harm, now),
        sentence=said.get(row.pk, ""),
    )  # fmt: skip


def _reaches(release: Release) -> int | None:
    if release.state not in (State.ROLLING, State.HELD):
        return None
    used = release.tickets.filter(used_at__isnull=False).order_by("-pk").first()
    return used.step if used is not None and used.step > release.step else None


def _time(release: Release, row: RolloutStep, harm: float, now: datetime) -> str:
    """How much of its time is over; and, where the traffic makes it long, what the next one would need."""
    watched = release.step == row.percent and release.state in (State.OBSERVING, State.HELD)
    if row.verdict or row.until is None or not watched:
        return ""
    whole = Bake(percent=row.percent, harm=harm, seconds=(row.until - row.effective_at).total_seconds())
    elapsed = min((now - row.effective_at).total_seconds(), whole.seconds or 0.0)
    return baking.told(whole, elapsed, _other(release, row, harm, now))


def _other(release: Release, row: RolloutStep, harm: float, now: datetime) -> Bake | None:
    following = next_step(release.steps, row.percent)
    if row.needs is None or following is None or row.needs < WARM_UP.total_seconds():
        return None
    metrics = bound(release.application_id, release.to_environment)
    other = bake_of(metrics, following, harm, row.effective_at)
    shorter = other.seconds is not None and other.seconds < row.needs
    return other if shorter else None
