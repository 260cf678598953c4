"""What people know of a flag and code does not say: what it is for, whose it is, and what is safe."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct, structs

from maturity.actions import Refused
from maturity.actions.rows import clean
from maturity.models import User
from releases.actions.flags.states import PERSON, Stated, set_states
from releases.actions.telling import tell
from releases.core.flags import values
from releases.models import FeatureFlag


class Wanted(Struct, frozen=True, kw_only=True):
    """See `FeatureFlag` for what the fields mean. off: as it is typed, "" for nobody said."""

    kind: str
    type: str
    off: str = ""
    about: str = ""
    owner: str = ""
    expires_on: date | None = None


def change_flag(by: User, flag: FeatureFlag, wanted: Wanted) -> bool:
    """False when nothing is different. Raises Refused for an off value of another type."""
    fields: dict[str, Any] = {**structs.asdict(wanted), "off": _off(flag, wanted)}
    now = timezone.now()
    with transaction.atomic():
        row = FeatureFlag.objects.select_for_update().get(pk=flag.pk)
        changed = {name: value for name, value in fields.items() if getattr(row, name) != value
                   or type(getattr(row, name)) is not type(value)}  # fmt: skip
        if not changed:
            return False
        before = {name: _plain(getattr(row, name)) for name in changed}
        for name, value in changed.items():
            setattr(row, name, clean(value))
        row.edited = sorted({*row.edited, *changed})
        row.save()
        told = {name: [before[name], _plain(value)] for name, value in changed.items()}
        tell("flag.edited", by, row.application, subject=row.key, at=now, changed=told)
    return True


def say_state(by: User, flag: FeatureFlag, environment: str, typed: str, now: datetime) -> bool:
    """By hand, until a place tells otherwise. Raises Refused for a value of another type."""
    value = _typed(flag.key, typed, flag.type)
    stated = [Stated(key=flag.key, value=value)]
    return bool(
        set_states(
            flag.application, environment, stated, now, source=PERSON, by=by.get_username(), person=by
        )
    )  # fmt: skip


def forget_flag(by: User, flag: FeatureFlag) -> None:
    """Of what no code names any more. Raises Refused while some does."""
    with transaction.atomic():
        row = FeatureFlag.objects.select_for_update().filter(pk=flag.pk).first()
        if row is None:
            return
        if row.gone_at is None and (row.path or row.uses.exists()):
            raise Refused(_("Code still names %(key)s: take it out there first.") % {"key": row.key})
        tell("flag.forgotten", by, row.application, subject=row.key)
        row.delete()


def _off(flag: FeatureFlag, wanted: Wanted) -> Any:
    return _typed(flag.key, wanted.off, wanted.type) if wanted.off.strip() else None


def _typed(key: str, typed: str, kind: str) -> Any:
    value = values.shown(key, values.meant(typed, kind))
    if values.type_of(value) != kind:
        raise Refused(_("%(key)s is a %(kind)s, and %(value)s is none.")
                      % {"key": key, "kind": kind, "value": typed[:50] or "“”"})  # fmt: skip
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
