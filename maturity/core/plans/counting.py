"""Actions, and how many there are of each. A list of actions is searched, never taken by its first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maturity.core.plans.change import Action
from maturity.core.plans.reading import Counts

_ONE: Final = {
    "no-op": Action.NO_OP, "create": Action.CREATE, "read": Action.READ, "update": Action.UPDATE,
    "delete": Action.DELETE, "forget": Action.FORGET,
}  # fmt: skip
_OF_STREAMS: Final = {
    **_ONE, "noop": Action.NO_OP, "replace": Action.REPLACE, "remove": Action.FORGET, "move": Action.NO_OP,
    "import": Action.NO_OP,
}  # fmt: skip
_COUNTED: Final = {
    Action.CREATE: "create", Action.UPDATE: "update", Action.DELETE: "delete", Action.REPLACE: "replace",
    Action.READ: "read", Action.NO_OP: "no_op", Action.FORGET: "forget",
}  # fmt: skip


def action(names: Sequence[str] | None) -> Action:
    """What a list of actions means together.

    delete and create, in any order, replace. forget and create make a new object and leave the old one where
    it is: nothing is destroyed, so that is no replacing.
    """
    names = names or ()
    if "delete" in names:
        return Action.REPLACE if "create" in names else Action.DELETE
    if "forget" in names:
        return Action.FORGET
    return _ONE.get(names[0], Action.OTHER) if len(names) == 1 else Action.OTHER


def action_of_stream(name: str | None) -> Action:
    return _OF_STREAMS.get(name or "", Action.OTHER)


class Tally:
    """Counts while they grow."""

    def __init__(self) -> None:
        self._by_name = dict.fromkeys(Counts.__struct_fields__, 0)

    def add(
        self, action: Action, *, creates: bool = False, imports: bool = False, moves: bool = False
    ) -> None:
        """`creates`: what is forgotten gets a successor."""
        if (name := _COUNTED.get(action)) is not None:
            self._by_name[name] += 1
        self._by_name["create"] += creates
        self._by_name["importing"] += imports
        self._by_name["move"] += moves

    def counts(self) -> Counts:
        return Counts(**self._by_name)
