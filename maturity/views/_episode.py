"""One drift episode, resource by resource: what the code says, what the cloud is, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from maturity.core import remedy
from maturity.core.plans.change import Action, Difference, ResourceChange, Role
from maturity.models import DriftEpisode, PlanContent

RESOURCES_SHOWN = 20
ATTRIBUTES_SHOWN = 12


class Resource(Struct, frozen=True, kw_only=True):
    """One resource. `index` is its place in the plan, None when the plan is no longer kept.

    rows    before is what the code says, after what the cloud is; `more` are left out
    names   attributes without values, when those are no longer kept
    """

    address: str
    action: str
    role: str = Role.DRIFT
    index: int | None = None
    rows: tuple[Difference, ...] = ()
    more: int = 0
    names: tuple[str, ...] = ()


class Details(Struct, frozen=True, kw_only=True):
    """ignored   left out by a noise rule; observed changed outside too, and need nobody
    more      resources that are not listed here
    kept      the values are still there
    """

    resources: list[Resource]
    more: int
    ignored: list[Resource]
    observed: list[Resource]
    kept: bool
    revert: str
    accept: str


def of(episode: DriftEpisode, limit: int = RESOURCES_SHOWN) -> Details:
    content = PlanContent.objects.filter(plan=episode.plan_id).first() if episode.plan_id else None
    return _details(episode, content.changes if content else [], limit)


def of_many(episodes: Sequence[DriftEpisode]) -> dict[int, Details]:
    """Details by the key of the episode, with one query for all of them."""
    if not episodes:
        return {}
    contents = PlanContent.objects.in_bulk([one.plan_id for one in episodes if one.plan_id])
    found = {}
    for one in episodes:
        content = contents.get(one.plan_id) if one.plan_id else None
        found[one.pk] = _details(one, content.changes if content else [], RESOURCES_SHOWN)
    return found


def _details(episode: DriftEpisode, changes: list[ResourceChange], limit: int) -> Details:
    items = [item for item in episode.items if not item.get("ended")] or episode.items
    wanted = {(item.get("address"), item.get("deposed", "")) for item in items}
    alarming: list[Resource] = []
    ignored: list[Resource] = []
    observed: list[Resource] = []
    for index, one in enumerate(changes):
        if one.alarming:
            listed = not wanted or (one.address, one.deposed) in wanted
            (alarming if listed else ignored).append(_resource(index, one))
        elif one.role == Role.OBSERVED:
            observed.append(_resource(index, one))
    kept = bool(alarming)
    resources = alarming or [_remembered(item) for item in items]
    stack = episode.stack
    return Details(
        resources=resources[:limit], more=max(len(resources) - limit, 0), ignored=ignored[:limit],
        observed=observed[:limit], kept=kept,
        revert=remedy.revert(
            stack.tool, stack.directory, [one.address for one in resources], workspace=stack.workspace,
            variables=stack.variables,
        ),
        accept=remedy.accept([changes[one.index] for one in alarming if one.index is not None]),
    )  # fmt: skip


def _resource(index: int, one: ResourceChange) -> Resource:
    rows = tuple(in_code(one))
    return Resource(
        address=one.address, action=one.outside, role=one.role, index=index, rows=rows[:ATTRIBUTES_SHOWN],
        more=max(len(rows) - ATTRIBUTES_SHOWN, 0),
    )  # fmt: skip


def in_code(one: ResourceChange) -> list[Difference]:
    """What changed outside. Where the code wants another value again, that is what it says now."""
    planned = {row.path: row for row in one.differences}
    rows = []
    for row in one.drift:
        newer = planned.get(row.path) if one.role == Role.MIXED else None
        known = newer is not None and not newer.unknown and not newer.sensitive
        rows.append(msgspec.structs.replace(row, before=newer.after) if newer and known else row)
    return rows


def _remembered(item: dict[str, Any]) -> Resource:
    names = tuple(str(path) for path in item.get("attributes") or [])
    action = str(item.get("action") or Action.UPDATE)
    return Resource(address=str(item.get("address", "")), action=action, names=names[:ATTRIBUTES_SHOWN],
                    more=max(len(names) - ATTRIBUTES_SHOWN, 0))  # fmt: skip
