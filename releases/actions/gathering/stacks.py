"""Which stacks a release touches, and what the last checks found there."""

from __future__ import annotations

from datetime import datetime

from maturity.models import DriftEpisode
from maturity.models import Stack as Row
from releases.actions.gathering import Gatherer
from releases.actions.gathering._touched import names_of, page, settings_page, touched
from releases.core.facts.stacks import Drift, Stack, TouchedStacks
from releases.models import Release


def gather(release: Release, now: datetime) -> TouchedStacks:
    rows = list(touched(release))
    names = names_of(rows)
    drifting = DriftEpisode.objects.open().filter(stack__in=touched(release).order_by().values("pk"))
    episodes = {one.stack_id: one for one in drifting.defer("items", "evidence", "who")}
    stacks = tuple(_stack(one, names[one.pk], episodes.get(one.pk)) for one in rows)
    return TouchedStacks(release.to_environment, settings_page(release), stacks)


def _stack(row: Row, name: str, episode: DriftEpisode | None) -> Stack:
    return Stack(
        name=name, url=page("maturity:stack", row.pk), gone=row.gone_at is not None,
        checked_at=row.checked_at, failing_since=row.failing_since,
        error=row.attempt_error if row.failing_since else "",
        drift=_drift(episode) if episode else None,
    )  # fmt: skip


def _drift(episode: DriftEpisode) -> Drift:
    return Drift(
        url=page("maturity:episode", episode.pk), since=episode.first_seen_at, resources=episode.resources,
        acknowledged_until=episode.acknowledged_until, reason=episode.acknowledged_reason,
    )  # fmt: skip


GATHERER = Gatherer(TouchedStacks, gather)
