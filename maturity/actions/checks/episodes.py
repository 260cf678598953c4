"""Drift episodes: opened, carried on and closed by checks, with one Event for each transition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from maturity.actions.checks.endings import ended_with, why_over
from maturity.actions.checks.stacks import held, tell
from maturity.actions.rows import plain
from maturity.core.drift.ending import SENTENCES, Why
from maturity.core.drift.episode import Advance, Item, Step, advance, fingerprint
from maturity.core.drift.quiet import Sifted
from maturity.core.plans.reading import Reading
from maturity.models import DriftCheck, DriftEpisode, Ending, Stack


def carry_on(stack: Stack, check: DriftCheck, found: Sifted, reading: Reading, now: datetime) -> int:
    """What this check, the newest of its stack, means for the open episode: how many resources drift now.

    Needs the stack held.
    """
    episode = DriftEpisode.objects.open().filter(stack=stack).first()
    before = items_of(episode) if episode else []
    total = episode.resources if episode else None
    step = advance(
        before, found.alarming, check.started_at, resources=total, partial=not reading.complete
    )  # fmt: skip
    if episode is None:
        if step.step is Step.OPENED:
            _open(stack, check, step)
        return step.resources
    if step.ended:
        step = ended_with(step, stack, episode, check, found, reading)
    _update(episode, step)
    if step.step is Step.RESOLVED:
        _close(stack, episode, check, step)
    else:
        _go_on(stack, episode, check, step, now)
    episode.save()
    return step.resources


def items_of(episode: DriftEpisode) -> list[Item]:
    return msgspec.convert(episode.items, list[Item])


def _open(stack: Stack, check: DriftCheck, step: Advance) -> None:
    episode = DriftEpisode(
        stack=stack, first_seen_at=check.started_at, last_seen_at=check.started_at,
        clean_before=stack.checked_at, plan=check.plan,
    )  # fmt: skip
    _update(episode, step)
    earlier = DriftEpisode.objects.filter(stack=stack, fingerprint=episode.fingerprint)
    episode.recurs = earlier.newest_first().first()
    episode.save()
    stack.drift_since = episode.first_seen_at
    tell(stack, "drift.opened", check.finished_at, **_counts(episode, check), recurs=episode.recurs_id)


def _go_on(stack: Stack, episode: DriftEpisode, check: DriftCheck, step: Advance, now: datetime) -> None:
    episode.checks += 1
    episode.last_seen_at = check.started_at
    episode.plan = check.plan
    if step.step is not Step.GREW:
        return
    lapsed = episode.acknowledged(now)
    if lapsed:
        episode.acknowledged_until = now
    episode.grew_at = check.started_at
    tell(stack, "drift.grew", check.finished_at, **_counts(episode, check), acknowledgement_lapsed=lapsed)


def _close(stack: Stack, episode: DriftEpisode, check: DriftCheck, step: Advance) -> None:
    episode.ended_at = check.started_at
    episode.ending, episode.evidence = why_over(step, stack, check)
    stack.drift_since = None
    _tell_over(stack, episode, check.finished_at, check=check.pk)


def close_gone(now: datetime) -> int:
    """Drift of stacks that left their repository is over: how many episodes that were."""
    left = DriftEpisode.objects.open().filter(stack__gone_at__isnull=False).select_related("stack")
    for episode in left:
        with transaction.atomic():
            _leave(held(episode.stack), episode.pk, now)
    return len(left)


def _leave(stack: Stack, pk: int, now: datetime) -> None:
    episode = DriftEpisode.objects.open().filter(pk=pk).first()
    if episode is None or stack.gone_at is None:
        return
    episode.ended_at, episode.ending = max(stack.gone_at, episode.last_seen_at), Ending.GONE
    episode.evidence = {"why": Why.STACK_GONE, "sentence": SENTENCES[Why.STACK_GONE]}
    episode.save()
    stack.drift_since = None
    stack.save(update_fields=["drift_since"])
    _tell_over(stack, episode, now)


def _tell_over(stack: Stack, episode: DriftEpisode, at: datetime, **data: Any) -> None:
    lasted = int(((episode.ended_at or at) - episode.first_seen_at).total_seconds())
    tell(stack, "drift.resolved", at, episode=episode.pk, ending=episode.ending, seconds=lasted,
         checks=episode.checks, **data)  # fmt: skip


def _update(episode: DriftEpisode, step: Advance) -> None:
    """What was seen last stays when nothing drifts any more."""
    episode.items = plain(step.items)
    if step.step is Step.RESOLVED:
        return
    episode.fingerprint = fingerprint(step.items)
    episode.resources, episode.deleted, episode.attributes = step.resources, step.deleted, step.attributes


def _counts(episode: DriftEpisode, check: DriftCheck) -> dict[str, Any]:
    return {
        "episode": episode.pk, "check": check.pk, "resources": episode.resources,
        "deleted": episode.deleted, "attributes": episode.attributes,
    }  # fmt: skip
