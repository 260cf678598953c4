"""Plans small enough to be read where they are tested."""

from __future__ import annotations

from typing import Any

import msgspec

from maturity.core.plans import Reading, ResourceChange, read

Json = dict[str, Any]


def change(actions: str = "no-op", before: Any = None, after: Any = None, **more: Any) -> Json:
    """`actions` as words: "delete create"."""
    return {"actions": actions.split(), "before": before, "after": after, **more}


def resource(
    address: str, actions: str = "no-op", before: Any = None, after: Any = None, **more: Any
) -> Json:
    """`more` is said of the resource where resources have it, else of the change."""
    own = ("previous_address", "deposed", "module_address", "action_reason", "mode", "type")
    about = {key: more.pop(key) for key in own if key in more}
    type_of = address.split("[")[0].split(".")[-2] if "." in address else ""
    named = {"address": address, "mode": "managed", "type": type_of}
    return {**named, **about, "change": change(actions, before, after, **more)}


def plan(*resources: Json, drift: list[Json] | None = None, **more: Any) -> bytes:
    whole = {"format_version": "1.2", "resource_changes": resources, "resource_drift": drift or [], **more}
    return msgspec.json.encode(whole)


def reading(
    *resources: Json, drift: list[Json] | None = None, exit_code: int | None = None, **more: Any
) -> Reading:
    return read(plan(*resources, drift=drift, **more), exit_code=exit_code)


def only(found: Reading) -> ResourceChange:
    (one,) = found.changes
    return one


def everything(found: Reading) -> str:
    """Every text that would be kept of it."""
    return msgspec.json.encode(found).decode()
