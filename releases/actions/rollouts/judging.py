"""Judging a step, once, at its planned end; and what a verdict does to a release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from releases.actions.history import tell
from releases.actions.locking import locked
from releases.actions.rolling_back import roll_back_by_itself
from releases.actions.rollouts import guarding, reading
from releases.actions.rollouts.guarding import Guarded
from releases.actions.rollouts.planning import bound, plan_of
from releases.actions.rollouts.reaching import complete, hold_back
from releases.actions.rollouts.reading import Read
from releases.core import rollouts
from releases.core.machine import WHOLE_WAY, Move, after
from releases.core.rollouts import Told
from releases.core.state import State
from releases.core.verdict import METHOD, Verdict, overall
from releases.models import Analysis, MetricVerdict, MetricWindow, OnFail, Release, RolloutStep

WATCHED = frozenset({State.OBSERVING, State.HELD})
GUARDED = WATCHED | {State.ROLLING}


def due_steps(now: datetime) -> list[int]:
    """Whose time is over, and late points had time to come."""
    rows = RolloutStep.objects.filter(verdict="", until__lte=now - rollouts.LATE, percent=F("release__step"))
    return list(rows.filter(release__state__in=WATCHED).order_by("until").values_list("pk", flat=True))


def due_guards() -> list[int]:
    """Releases that have traffic and are not there yet."""
    rows = Release.objects.filter(state__in=GUARDED, rollout_steps__isnull=False)
    return list(rows.distinct().values_list("pk", flat=True))


def judge_step(step_id: int, now: datetime) -> Verdict | None:
    """None when it is not due any more. Sources are asked before anything is held."""
    step = RolloutStep.objects.select_related("release__application").filter(pk=step_id, verdict="").first()
    if step is None or step.until is None or step.until > now - rollouts.LATE:
        return None
    release, until = step.release, step.until
    metrics = bound(release.application_id, release.to_environment)
    began = _began(release)
    asked = rollouts.span(began, step.effective_at, until)
    reads = reading.read_all(release, metrics, asked, step.percent)
    guard = guarding.look(release, metrics, began, now)
    told = [_told(one) for one in reads]
    verdict, sentence = rollouts.decided(told, step.percent, guard.judged)
    with transaction.atomic():
        release = locked(release)
        step.refresh_from_db()
        if step.verdict or step.until != until or release.step != step.percent:
            return None
        if release.state not in WATCHED:
            return None
        if not metrics and step.percent == WHOLE_WAY and release.state == State.OBSERVING:
            complete(release, None, now)
            return None
        if verdict == Verdict.INCONCLUSIVE and metrics and not step.extended:
            _extend(release, step, sentence, now)
            return verdict
        _keep(step, "step", verdict, sentence, [*reads, *(guard.reads if guard.judged else ())], now)
        _windows(release, step, reads, now)
        settle(release, step, verdict, sentence, now)
    return verdict


def watch(release_id: int, now: datetime) -> bool:
    """The guard, once: True when it failed."""
    release = Release.objects.filter(pk=release_id, state__in=GUARDED).first()
    step = release.rollout_steps.last() if release is not None else None
    if release is None or step is None:
        return False
    metrics = bound(release.application_id, release.to_environment)
    found = guarding.look(release, metrics, _began(release), now)
    if found.judged is None or not guarding.fails(found):
        return False
    with transaction.atomic():
        return _fail(locked(release), found, now)


def _fail(release: Release, found: Guarded, now: datetime) -> bool:
    step = release.rollout_steps.last()
    if step is None or found.judged is None or release.state not in GUARDED:
        return False
    if step.verdict == Verdict.FAIL and release.state == State.HELD:
        return False
    _keep(step, "guard", Verdict.FAIL, found.judged.sentence, found.reads, now)
    settle(release, step, Verdict.FAIL, found.judged.sentence, now)
    return True


def settle(release: Release, step: RolloutStep, verdict: Verdict, sentence: str, now: datetime) -> None:
    """For whoever holds the release: what follows of the verdict. A fail stays one."""
    verdict = overall.sticky(Verdict(step.verdict) if step.verdict else None, verdict)
    if step.verdict != Verdict.FAIL:
        step.verdict, step.judged_at = verdict, now
        step.save(update_fields=["verdict", "judged_at"])
    why = f"{step.percent} %: {verdict}: {sentence}"
    if verdict == Verdict.PASS:
        if release.state == State.OBSERVING and step.percent == WHOLE_WAY:
            _tell("rollout.passed", release, step, sentence, now)
            complete(release, None, now)
            return
        if release.state == State.OBSERVING:
            release.move(State.OBSERVING, why, release.state_at)
        _tell("rollout.passed", release, step, sentence, now)
        return
    kind = "rollout.failed" if verdict == Verdict.FAIL else "rollout.undecided"
    _tell(kind, release, step, sentence, now, verdict=str(verdict))
    if verdict == Verdict.FAIL and plan_of(release.application_id).on_fail == OnFail.START:
        roll_back_by_itself(release, why, now)
    elif after(release.state, Move.HOLD):
        hold_back(release, why, None, now, tells=False)
    else:
        release.move(State.HELD, why, release.state_at)


def _tell(kind: str, release: Release, step: RolloutStep, sentence: str, now: datetime, **data: str) -> None:
    tell(kind, None, release, now, step=step.percent, sentence=sentence[:500], **data)


def _extend(release: Release, step: RolloutStep, sentence: str, now: datetime) -> None:
    """Once. It is judged anew over the whole of the time."""
    assert step.until is not None
    step.until, step.extended = rollouts.extended(step.effective_at, step.until), True
    step.save(update_fields=["until", "extended"])
    _tell("rollout.extended", release, step, sentence, now)


def _began(release: Release) -> datetime:
    first = release.rollout_steps.first()
    return first.effective_at if first is not None else release.state_at


def _told(one: Read) -> Told:
    settings = getattr(one.case, "settings", None)
    return Told(
        name=one.metric.name, judged=one.judged, critical=one.metric.critical, split=one.split,
        fail=settings.fail if settings is not None else 1.0,
    )  # fmt: skip


def _keep(
    step: RolloutStep, kind: str, verdict: Verdict, sentence: str, reads: Sequence[Read], now: datetime
) -> Analysis:
    made = Analysis.objects.create(
        step=step, kind=kind, verdict=verdict, sentence=sentence[:1000], method=METHOD, at=now
    )
    MetricVerdict.objects.bulk_create(
        MetricVerdict(
            analysis=made, metric=one.metric, critical=one.metric.critical, verdict=one.judged.verdict,
            given=one.given, found=one.found,
        )
        for one in reads
    )  # fmt: skip
    return made


def _windows(release: Release, step: RolloutStep, reads: Sequence[Read], now: datetime) -> None:
    MetricWindow.objects.bulk_create(
        MetricWindow(
            metric=one.metric, release=release, settings=reading.settings_of(one.metric), phase=seen.phase,
            step=step.percent if seen.phase != "before" else None, starts_at=seen.starts_at,
            ends_at=seen.ends_at, points=[list(point) for point in seen.points], error=seen.error,
            taken_at=now,
        )
        for one in reads for seen in one.windows
    )  # fmt: skip
