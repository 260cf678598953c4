"""What a list says otherwise than another: a version than the one before, a child than its parent."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from releases.core.checklist import Checklist, Item


class How(StrEnum):
    """Of an item: as the parent has it, said otherwise, new here, left out here."""

    INHERITED = "inherited"
    CHANGED = "changed"
    ADDED = "added"
    LEFT_OUT = "left_out"


class Line(Struct, frozen=True):
    """An item as it counts here (the parent's where it is left out), and what became of it."""

    item: Item
    how: How


class Change(Struct, frozen=True):
    """fields: (its name, before, after) of what differs; none of an item that is new or gone."""

    key: str
    how: How
    title: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


def lines(parent: Checklist, child: Checklist) -> list[Line]:
    """All items of both, in the order of the whole list."""
    said = {item.key: item for item in child.items}
    found = []
    for item in parent.items:
        if item.key in said:
            found.append(Line(said.pop(item.key), How.CHANGED))
        else:
            how = How.LEFT_OUT if item.key in child.without else How.INHERITED
            found.append(Line(item, how))
    return found + [Line(item, How.ADDED) for item in said.values()]


def changes(before: Checklist, after: Checklist) -> list[Change]:
    """What one version says otherwise than the one before; the list's own settings have the key ""."""
    old, new = _by_key(before), _by_key(after)
    found = [Change(key, How.LEFT_OUT, item.title) for key, item in old.items() if key not in new]
    for key, item in new.items():
        if key not in old:
            found.append(Change(key, How.ADDED, item.title))
        elif old[key] != item:
            found.append(Change(key, How.CHANGED, item.title, _fields(old[key], item)))
    whole = _fields(_settings(before), _settings(after))
    return [*found, Change("", How.CHANGED, "", whole)] if whole else found


def _by_key(checklist: Checklist) -> dict[str, Item]:
    return {item.key: item for item in checklist.items}


def _settings(checklist: Checklist) -> Checklist:
    return msgspec.structs.replace(checklist, items=())


def _fields(before: Struct, after: Struct) -> tuple[tuple[str, Any, Any], ...]:
    old, new = msgspec.to_builtins(msgspec.structs.asdict(before)), msgspec.structs.asdict(after)
    new = msgspec.to_builtins(new)
    return tuple((name, old[name], new[name]) for name in new if old[name] != new[name])
