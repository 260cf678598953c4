"""How flags stand in an environment, whoever tells: a place, CI, a person, a line of code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions import Refused
from maturity.actions.rows import clean
from maturity.models import User
from releases.actions.locking import take_turn
from releases.actions.telling import tell
from releases.core.flags import names, values
from releases.models import Application, FeatureFlag, FlagState

CODE, API, PERSON = "code", "api", "person"
MOST = 1_000  # flags of one application
TOLD = 50  # of one batch, an Event each
FIELDS = ("value", "note", "source", "place", "by", "seen_at", "changed_at")


class Stated(Struct, frozen=True, kw_only=True):
    """One flag in an environment. See `FlagState` for note and place."""

    key: str
    value: Any = None
    note: str = ""
    place: str = ""


def set_states(
    application: Application, environment: str, stated: Iterable[Stated], now: datetime, *, source: str,
    by: str = "", person: User | None = None, whole: bool = False,
) -> int:  # fmt: skip
    """How many are another now. whole: it is all that `source` knows there, and what it told before is gone.

    Raises Refused for more flags than an application may have.
    """
    told = {one.key: _cleaned(one) for one in stated if names.is_key(one.key)}
    with transaction.atomic():
        take_turn(application.pk)
        flags = _flags(application, told.values(), now)
        known = {
            one.flag_id: one
            for one in FlagState.objects.filter(flag__application=application, environment=environment)
        }
        changed = _written(flags, known, told, environment, now, source, by)
        changed += _gone(flags, known, told, source) if whole else []
        _settle(flags, changed, now)
        _tell(application, environment, changed, person, now, source=source, said_by=by)
    return len(changed)


Moved = tuple[FeatureFlag, FlagState | None, FlagState | None]


def _cleaned(one: Stated) -> Stated:
    value = clean(values.shown(one.key, one.value))
    return Stated(key=one.key, value=value, note=one.note[:100], place=clean(one.place)[:500])


def _flags(application: Application, told: Collection[Stated], now: datetime) -> dict[str, FeatureFlag]:
    """Those there are, and one more for each that only this place knows."""
    known = {one.key: one for one in application.flags.all()}
    new = [one for one in told if one.key not in known]
    if len(known) + len(new) > MOST:
        raise Refused(_("An application has at most %(n)s flags.") % {"n": f"{MOST:,}"})
    FeatureFlag.objects.bulk_create(
        FeatureFlag(
            application=application, key=one.key, type=values.type_of(one.value) or values.BOOLEAN,
            first_seen_at=now, changed_at=now,
        ) for one in new
    )  # fmt: skip
    return {one.key: one for one in application.flags.all()} if new else known


def _written(
    flags: dict[str, FeatureFlag], known: dict[int, FlagState], told: dict[str, Stated], environment: str,
    now: datetime, source: str, by: str,
) -> list[Moved]:  # fmt: skip
    moved: list[Moved] = []
    new: list[FlagState] = []
    again: list[FlagState] = []
    for key, one in told.items():
        flag, old = flags[key], known.get(flags[key].pk)
        if old is not None and source == CODE != old.source:
            continue
        value = values.typed(one.value, flag.type)
        same = old is not None and values.same(old.value, value) and old.note == one.note
        row = FlagState(
            pk=old.pk if old else None, flag=flag, environment=environment, value=value, note=one.note,
            source=source, place=one.place, by=by[:200], seen_at=now,
            changed_at=old.changed_at if old and same else now,
        )  # fmt: skip
        (again if old else new).append(row)
        if not same:
            moved.append((flag, old, row))
    FlagState.objects.bulk_create(new)
    FlagState.objects.bulk_update(again, FIELDS)
    return moved


def _gone(
    flags: dict[str, FeatureFlag], known: dict[int, FlagState], told: dict[str, Stated], source: str
) -> list[Moved]:
    lost = [
        (flag, known[flag.pk]) for key, flag in flags.items()
        if flag.pk in known and key not in told and known[flag.pk].source == source
    ]  # fmt: skip
    FlagState.objects.filter(pk__in=[state.pk for _flag, state in lost]).delete()
    return [(flag, state, None) for flag, state in lost]


def _settle(flags: dict[str, FeatureFlag], changed: Sequence[Moved], now: datetime) -> None:
    """A flag whose state is another has changed, and Stage and Prod may be the same now, or not any more."""
    moved = {flag.pk: flag for flag, _old, _new in changed}
    by_flag: dict[int, dict[str, Any]] = {}
    for state in FlagState.objects.filter(flag__in=moved):
        by_flag.setdefault(state.flag_id, {})[state.environment] = (state.value, state.note)
    for pk, flag in moved.items():
        there = by_flag.get(pk, {})
        flag.differs = len(there) > 1 and values.differ(list(one) for one in there.values())
        flag.changed_at = now
    FeatureFlag.objects.bulk_update(moved.values(), ["differs", "changed_at"])


def _tell(
    application: Application, environment: str, changed: Sequence[Moved], person: User | None,
    now: datetime, **data: str,
) -> None:  # fmt: skip
    for flag, old, new in changed[:TOLD]:
        if old is None and data["source"] != PERSON:
            continue  # where it stands was not known before: that is no change of it
        tell(
            "flag.changed", person, application, subject=flag.key, at=now, environment=environment,
            before=_said(old), after=_said(new), **data,
        )  # fmt: skip


def _said(state: FlagState | None) -> str:
    return "" if state is None else (values.plainly(state.value) if state.value is not None else state.note)
