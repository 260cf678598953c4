"""A plan for a program. Its first keys are a contract; others may be added."""

from __future__ import annotations

from typing import Any

import msgspec

from maturity.core.plans import Reading, ResourceChange

ERRORED = "errored"
_NAMES = {"no_op": "no-op", "importing": "import"}


def render(reading: Reading) -> str:
    counts = reading.counts
    added, destroyed = counts.create + counts.replace, counts.delete + counts.replace
    found = {
        "counts": {_NAMES.get(name, name): number for name, number in msgspec.structs.asdict(counts).items()},
        "summary": {"add": added, "change": counts.update, "destroy": destroyed},
        "drift": reading.drift,
        "finding": ERRORED if reading.finding is None else reading.finding.value,
        "errored": reading.errored,
        "changes": [_change(one) for one in reading.changes],
    }
    listed = found.keys() | {"counts", "finding", "sketch"}
    more = {key: value for key, value in msgspec.to_builtins(reading).items() if key not in listed}
    return msgspec.json.format(msgspec.json.encode({**found, **more}), indent=2).decode() + "\n"


def _change(change: ResourceChange) -> dict[str, Any]:
    always = {"address": change.address, "action": change.action.value, "role": change.role.value}
    return {**always, **msgspec.to_builtins(change)}
