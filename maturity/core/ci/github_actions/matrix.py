"""The combinations of a matrix, as far as they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import TypeAlias

from maturity.core.ci.github_actions import templates, values
from maturity.core.ci.github_actions.shape import Matrix
from maturity.core.ci.github_actions.situation import ANY, Here
from maturity.core.ci.github_actions.values import Unknown, Value

MAX_COMBINATIONS = 64
COMPUTED = Unknown("depends on a computed matrix")

Combination: TypeAlias = "dict[str, Value]"


def combinations(spec: Matrix | None, here: Here) -> list[Combination]:
    """At least one: what cannot be read, or is too much, is one combination of unknown values."""
    if spec is None:
        return [{}]
    if spec.whole:
        return _of_value(templates.value(spec.whole, here))
    axes = {axis: [_typed(one, here) for one in entries] for axis, entries in spec.axes.items()}
    for axis, expression in spec.computed.items():
        if axis not in {"include", "exclude"}:
            axes[axis] = _axis(axis, templates.value(expression, here))
    include = [_typed(entry, here) for entry in spec.include]
    exclude = [_typed(entry, here) for entry in spec.exclude]
    open_ended = False
    if "include" in spec.computed:
        found = templates.value(spec.computed["include"], here)
        open_ended = not isinstance(found, list)
        include += _entries(found)
    return _combined(axes, include, exclude, open_ended=open_ended)


def _of_value(found: Value) -> list[Combination]:
    if not isinstance(found, dict):
        return [{ANY: COMPUTED}]
    lists = {"include", "exclude"}
    axes = {axis: _axis(axis, value) for axis, value in list(found.items())[:16] if axis not in lists}
    return _combined(axes, _entries(found.get("include")), _entries(found.get("exclude")))


def _combined(
    axes: Mapping[str, list[Combination]], include: list[Combination], exclude: list[Combination],
    *, open_ended: bool = False,
) -> list[Combination]:  # fmt: skip
    size = 1
    for entries in axes.values():
        size *= max(len(entries), 1)
    if size > MAX_COMBINATIONS or len(include) > MAX_COMBINATIONS:
        return [{ANY: COMPUTED}]
    base: list[Combination] = []
    for picked in product(*axes.values()) if axes else ():
        merged: Combination = {}
        for part in picked:
            merged.update(part)
        if not any(_agrees(merged, entry) for entry in exclude):
            base.append(merged)
    found = _included(base, include, frozenset(name.lower() for name in axes))
    if open_ended:
        found = [{**one, ANY: COMPUTED} for one in found] or [{ANY: COMPUTED}]
    return found[:MAX_COMBINATIONS]


def _included(base: list[Combination], include: list[Combination], axes: frozenset[str]) -> list[Combination]:
    """An entry extends each combination whose axes it does not change; else it is a new one."""
    result = [dict(one) for one in base]
    for entry in include:
        of_axes = {name: value for name, value in entry.items() if name.partition(".")[0] in axes}
        fitting = [at for at, one in enumerate(base) if _agrees(one, of_axes)]
        for at in fitting:
            result[at].update(entry)
        if not fitting:
            result.append(dict(entry))
    return result


def _agrees(one: Combination, part: Combination) -> bool:
    return all(name in one and one[name] == value for name, value in part.items())


def _typed(flat: Mapping[str, str], here: Here) -> Combination:
    """Names in lower case, expressions resolved; "true" and "false" are booleans, as in YAML when plain."""
    return {name.lower(): _plain(templates.value(text, here)) for name, text in flat.items()}


def _plain(value: Value) -> Value:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _axis(axis: str, found: Value) -> list[Combination]:
    if isinstance(found, list):
        return [_flat(axis.lower(), one) for one in found[: MAX_COMBINATIONS + 1]]
    if isinstance(found, Unknown):
        return [{axis.lower(): COMPUTED}]
    return [{axis.lower(): found}]


def _entries(found: Value) -> list[Combination]:
    entries: list[Combination] = []
    for one in found[: MAX_COMBINATIONS + 1] if isinstance(found, list) else ():
        flat: Combination = {}
        for name, value in one.items() if isinstance(one, dict) else ():
            flat.update(_flat(name.lower(), value))
        entries.append(flat)
    return entries


def _flat(name: str, value: Value, depth: int = 0) -> Combination:
    if not isinstance(value, (dict, list)):
        return {name: value}
    flat: Combination = {}
    if depth < 3:
        pairs = value.items() if isinstance(value, dict) else ((str(at), one) for at, one in enumerate(value))
        for key, one in list(pairs)[:64]:
            flat.update(_flat(f"{name}.{key.lower()}", one, depth + 1))
    return flat


def label(combination: Combination) -> str:
    """A combination as GitHub shows it: "(prod, eu-west-1)"."""
    shown = [values.text(value) for value in combination.values()]
    return f"({', '.join(one for one in shown if one)})" if any(shown) else ""
