"""What a release does to flags: those of its commit, held against those of the commit that runs now."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from releases.core.flags import rules, values
from releases.core.flags.reading import Flag, Reading

NEW, CHANGED = "new", "changed"


class Change(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One flag.

    how       "new" or "changed"
    before    the default that runs now; gives: that of the release
    declared  some file says its type and its default, at path:line; otherwise that is its first use
    """

    key: str
    how: str
    type: str = ""
    gives: Any = None
    before: Any = None
    off: Any = None
    kind: str = ""
    owner: str = ""
    expires: str = ""
    declared: bool = False
    path: str = ""
    line: int = 0


def between(base: Reading | None, now: Reading) -> tuple[Change, ...]:
    """base None: nothing runs yet, and every flag is new."""
    found = []
    for key, flag in now.flags.items():
        old = base.flags.get(key) if base else None
        if not flag.named:
            continue
        if old is None or not old.named:
            found.append(_change(flag, NEW, None))
        elif not values.same(old.default, flag.default) or (old.type and old.type != flag.type):
            found.append(_change(flag, CHANGED, old.default))
    return tuple(found)


def _change(flag: Flag, how: str, before: Any) -> Change:
    told = flag.declared
    place = told or (flag.used[0] if flag.used else None)
    return Change(
        key=flag.key, how=how, type=flag.type, gives=flag.default, before=before,
        off=told.off if told else None, kind=told.kind if told else "", owner=told.owner if told else "",
        expires=told.expires.isoformat() if told and told.expires else "", declared=told is not None,
        path=place.path if place else "", line=place.line if place else 0,
    )  # fmt: skip


def off_of(change: Change) -> Any:
    """The safe value. Of a changed flag the default before is safe too: it is what runs now."""
    found = rules.off_value(change.kind or rules.RELEASE, change.type, change.off)
    return change.before if found is None and change.how == CHANGED else found
