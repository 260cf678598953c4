"""Which part of one side belongs to which part of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct

Path = tuple[str | int, ...]
Hidden = tuple[Any, ...]  # masks that mirror before, after, before, after, ...

MOST: Final = 20_000  # parts of one value
_NAMING: Final = ("name", "Name", "key", "Sid", "device_name")


class Name(str):
    """A step into a list, to the element of this name."""

    __slots__ = ()


class Pair(Struct, gc=False):
    """One step down, on both sides. `unknown` and `hidden` mirror the values."""

    step: str | int
    before: Any
    after: Any
    unknown: Any
    hidden: Hidden


def pairs(before: Any, after: Any, unknown: Any, hidden: Hidden) -> list[Pair] | None:
    """None when the two cannot be taken apart together: then they differ as a whole."""
    if max(_length(before), _length(after)) > MOST:
        return None
    if isinstance(before, dict | None) and isinstance(after, dict | None) and (before or after or unknown):
        return _of_objects(before or {}, after or {}, unknown, hidden)
    if isinstance(before, list | None) and isinstance(after, list | None) and (before or after):
        return _of_lists(before or [], after or [], unknown, hidden)
    return None


def _length(value: Any) -> int:
    return len(value) if isinstance(value, dict | list) else 0


def _of_objects(before: Any, after: Any, unknown: Any, hidden: Hidden) -> list[Pair]:
    unknown = unknown if isinstance(unknown, dict) else {}
    return [
        Pair(key, before.get(key), after.get(key), unknown.get(key), tuple(_in(mask, key) for mask in hidden))
        for key in dict.fromkeys([*before, *after, *unknown])
        if key in unknown or before.get(key) != after.get(key)
    ]


def _of_lists(before: list[Any], after: list[Any], unknown: Any, hidden: Hidden) -> list[Pair]:
    places = _by_name(before, after) or list(_by_place(before, after, unknown))
    return [
        Pair(
            step, None if i is None else before[i], None if j is None else after[j], _in(unknown, j),
            tuple(_in(mask, j if turn % 2 else i) for turn, mask in enumerate(hidden)),
        )
        for step, i, j in places
    ]  # fmt: skip


def _in(mask: Any, step: str | int | None) -> Any:
    if mask is True:
        return True
    if isinstance(mask, dict):
        return mask.get(step)
    if isinstance(mask, list) and isinstance(step, int) and step < len(mask):
        return mask[step]
    return None


def _by_name(before: list[Any], after: list[Any]) -> list[tuple[str | int, int | None, int | None]]:
    """By the name each element of both sides has; nothing when they have none, or one twice."""
    for naming in _NAMING:
        then, now = _names(before, naming), _names(after, naming)
        if then is not None and now is not None:
            return [(Name(name), then.get(name), now.get(name)) for name in dict.fromkeys([*then, *now])]
    return []


def _names(elements: list[Any], naming: str) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for place, element in enumerate(elements):
        name = element.get(naming) if isinstance(element, dict) else None
        if not isinstance(name, str) or not name or name in found:
            return None
        found[name] = place
    return found


def _by_place(
    before: list[Any], after: list[Any], unknown: Any
) -> Iterator[tuple[str | int, int | None, int | None]]:
    """What both sides have is left out wherever it stands, as a set has no order; the rest in turn."""
    if len(before) == len(after) and Counter(map(_key, before)) == Counter(map(_key, after)):
        yield from ((i, i, i) for i in range(len(before)))  # only their order differs
        return
    partly = {j for j in range(len(after)) if _in(unknown, j)}
    common = Counter(map(_key, before)) & Counter(_key(one) for j, one in enumerate(after) if j not in partly)
    then = _without(before, common.copy(), set())
    now = _without(after, common, partly)
    for turn in range(max(len(then), len(now))):
        i = then[turn] if turn < len(then) else None
        j = now[turn] if turn < len(now) else None
        yield (j if i is None else i) or 0, i, j


def _without(elements: list[Any], common: Counter[bytes], kept: set[int]) -> list[int]:
    """The places of the elements that are not common to both sides."""
    places = []
    for place, element in enumerate(elements):
        key = _key(element)
        if place not in kept and common[key] > 0:
            common[key] -= 1
        else:
            places.append(place)
    return places


def _key(element: Any) -> bytes:
    return msgspec.json.encode(element, order="deterministic")
