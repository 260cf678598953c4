"""Drift and pending changes are two facts, told apart within one ordinary plan.

What changed outside (`resource_drift`) is held against what is planned for the same resource:

    planned, and the plan goes back to what was before   drift: an apply would revert it
    planned, and it goes somewhere else                   mixed: unapplied code on the same resource
    nothing planned                                       observed: ignored, adopted or computed
    nothing planned, but a planned change reads it        indirect

Null against empty is no change: providers read `tags = {}` back where the state has null.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from maturity.core.plans.change import Action, Finding, Role

_READS_OTHERS = (Action.CREATE, Action.UPDATE, Action.REPLACE, Action.OTHER)


def role(planned: Action, outside: Action, *, reverts: bool, noise: bool, carried: bool) -> Role:
    """Why one resource is listed.

    reverts  the plan puts back what was changed outside
    noise    what changed outside is nothing but null against empty
    carried  it is moved or imported, whatever else happens to it
    """
    is_planned = planned is not Action.NO_OP
    if outside is Action.NO_OP or noise or not is_planned:
        if is_planned or carried:
            return Role.PENDING
        return Role.UNCHANGED if outside is Action.NO_OP else Role.OBSERVED
    return Role.DRIFT if reverts else Role.MIXED


def finding(roles: Collection[Role]) -> Finding:
    drifted = not {Role.DRIFT, Role.MIXED, Role.INDIRECT}.isdisjoint(roles)
    pending = not {Role.PENDING, Role.MIXED}.isdisjoint(roles)
    if drifted:
        return Finding.DRIFTED_AND_PENDING if pending else Finding.DRIFTED
    return Finding.PENDING if pending else Finding.IN_SYNC


def reads_others(planned: Action, role: Role) -> bool:
    """A planned change that may only be planned because of a value of another resource."""
    return role in (Role.PENDING, Role.MIXED) and planned in _READS_OTHERS


def touches(attributes: Sequence[Sequence[str | int]], before: Any, after: Any) -> bool:
    """Whether one of the attributes, given by their paths, changed."""
    return any(not alike(_at(before, path), _at(after, path)) for path in attributes)


def _at(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def is_noise(before: Any, after: Any) -> bool:
    """A difference there is, and it is nothing but null against empty."""
    return before != after and alike(before, after)


def alike(a: Any, b: Any) -> bool:
    """Equal, when null, "", [] and {} count as one."""
    if a == b or (_empty(a) and _empty(b)):
        return True
    if isinstance(a, dict) or isinstance(b, dict):
        a, b = {} if _empty(a) else a, {} if _empty(b) else b
        if not isinstance(a, dict) or not isinstance(b, dict):
            return False
        return all(alike(a.get(key), b.get(key)) for key in a.keys() | b.keys())
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return all(map(alike, a, b))
    return False


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def reverts(before: Any, outside: Any, after: Any, unknown: Any) -> bool:
    """Whether the plan's `after` is the `before` of the outside change, as far as the plan knows.

    Attributes that become known when applied are computed: they say nothing,
    unless they are all that changed.
    """
    if not _alike_where_known(after, before, unknown):
        return False
    if not isinstance(before, dict) or not isinstance(outside, dict):
        return True
    changed = [key for key in before.keys() | outside.keys() if before.get(key) != outside.get(key)]
    known = unknown if isinstance(unknown, dict) else {}
    return not changed or any(known.get(key) is not True for key in changed)


def _alike_where_known(a: Any, b: Any, unknown: Any) -> bool:
    if unknown is True:
        return True
    if isinstance(unknown, dict) and unknown and isinstance(a, dict) and isinstance(b, dict):
        return all(_alike_where_known(a.get(k), b.get(k), unknown.get(k)) for k in a.keys() | b.keys())
    if isinstance(unknown, list) and isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        padded = [*unknown, *[False] * len(a)]
        return all(_alike_where_known(x, y, hidden) for x, y, hidden in zip(a, b, padded, strict=False))
    return alike(a, b)
