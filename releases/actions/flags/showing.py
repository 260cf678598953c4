"""The flags of a release as its page shows them: Stage, Prod, and what a rollback sets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from releases.core.flags import changes, rules, values
from releases.core.flags.changes import Change
from releases.models import FeatureFlag, Release, ReleaseFlags

MOST = 100


class Cell(Struct, frozen=True):
    """text: "" for not known. note: as `FlagState.note`. other: not what the column before it says."""

    text: str = ""
    note: str = ""
    other: bool = False


class Line(Struct, frozen=True, kw_only=True):
    """how: "new", "changed", or "" for a flag that the release leaves as it is. assumed: nobody said it."""

    key: str
    stage: Cell
    prod: Cell
    back: Cell
    how: str = ""
    expired: bool = False
    stale: str = ""
    missing: bool = False


class Shown(Struct, frozen=True, kw_only=True):
    """lines: those it changes first, then those that differ. more: how many are not shown.

    known  None: what the release changes could not be read, and `error` says why; False: nobody looked
    """

    lines: tuple[Line, ...] = ()
    more: int = 0
    known: bool | None = False
    error: str = ""
    broken: tuple[str, ...] = ()


def flags_of(release: Release, now: datetime) -> Shown:
    """Three queries, however many flags there are."""
    told = ReleaseFlags.objects.filter(release=release).first()
    changed = {one.key: one for one in changes_of(told)}
    rows = {
        one.key: one
        for one in FeatureFlag.objects.filter(application=release.application_id).prefetch_related("states")
        if one.gone_at is None or one.key in changed
    }
    lines = [_line(rows.get(key), changed.get(key), key, release, now) for key in {*rows, *changed}]
    lines.sort(key=lambda one: (not one.how, not one.prod.other, one.key))
    return Shown(
        lines=tuple(lines[:MOST]), more=max(len(lines) - MOST, 0),
        known=None if told and told.changes is None else told is not None,
        error=told.error if told else "", broken=tuple(told.broken)[:3] if told else (),
    )  # fmt: skip


def changes_of(told: ReleaseFlags | None) -> tuple[Change, ...]:
    return msgspec.convert(told.changes, tuple[Change, ...]) if told and told.changes else ()


def to_switch(release: Release) -> tuple[tuple[str, Any], ...] | None:
    """What a rollback sets: each flag that its commits add or change, and its off value (None: nobody knows).

    None altogether while nobody could read what the release changes.
    """
    told = ReleaseFlags.objects.filter(release=release.pk).first()
    if told is None or told.changes is None:
        return None
    found = changes_of(told)
    rows = flags_named(release.application_id, [one.key for one in found])
    return tuple((one.key, off_of(rows.get(one.key), one)) for one in found)


def flags_named(application_id: int, keys: Iterable[str]) -> dict[str, FeatureFlag]:
    rows = FeatureFlag.objects.filter(application=application_id, key__in=list(keys))
    return {one.key: one for one in rows}


def off_of(row: FeatureFlag | None, change: Change | None) -> Any:
    """What a person said, else what code says, else what such flags are by custom."""
    if row is None:
        return changes.off_of(change) if change else None
    said = rules.off_value(row.kind, row.type, row.off)
    return changes.off_of(change) if said is None and change else said


def _line(row: FeatureFlag | None, change: Change | None, key: str, release: Release, now: datetime) -> Line:
    states = {one.environment: one for one in row.states.all()} if row else {}
    stage, prod = _cell(states.get("stage")), _cell(states.get("prod"))
    back = _back(row, change, prod)
    age = rules.Age(row.kind, row.first_seen_at, row.changed_at, row.expires_on) if row else None
    return Line(
        key=key, stage=stage, back=back, how=change.how if change else "",
        prod=Cell(prod.text, prod.note, bool(stage.text and prod.text) and stage != prod),
        expired=bool(age and rules.expired(age, now)), stale=rules.stale(age, now) if age else "",
        missing=bool(row and row.gone_at),
    )  # fmt: skip


def _cell(state: Any) -> Cell:
    if state is None:
        return Cell()
    return Cell("" if state.value is None else values.plainly(state.value), state.note)


def _back(row: FeatureFlag | None, change: Change | None, prod: Cell) -> Cell:
    """Flags that the release leaves alone stay as they are."""
    if change is None:
        return prod
    off = off_of(row, change)
    text = "" if off is None else values.plainly(off)
    return Cell(text, "", bool(text) and text != prod.text)
