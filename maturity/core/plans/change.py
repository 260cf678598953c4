"""What a plan wants to do, and what changed behind its back: plain facts, already redacted."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Action(StrEnum):
    """What happens to one resource. Both orders of replacing are `replace`."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REPLACE = "replace"
    READ = "read"
    NO_OP = "no-op"
    FORGET = "forget"
    OTHER = "other"


class Role(StrEnum):
    """Why a resource is listed.

    pending   planned, and nobody changed it outside: unapplied code
    drift     changed outside; an apply would revert it
    mixed     changed outside, and the code wants something else again
    indirect  changed outside, nothing planned for it, but another planned change depends on it
    observed  changed outside, and nothing has to be done: ignored, adopted, computed, null against empty
    unchanged only counted, never kept
    """

    PENDING = "pending"
    DRIFT = "drift"
    MIXED = "mixed"
    INDIRECT = "indirect"
    OBSERVED = "observed"
    UNCHANGED = "unchanged"


ALARMING = frozenset({Role.DRIFT, Role.MIXED, Role.INDIRECT})


class Finding(StrEnum):
    """What one check found. Drift and pending changes are two facts."""

    IN_SYNC = "in_sync"
    DRIFTED = "drifted"
    PENDING = "pending"
    DRIFTED_AND_PENDING = "drifted_and_pending"


class Difference(Struct, frozen=True, omit_defaults=True):
    """One attribute. Values are text as it may be shown, None where there is none.

    path       "root_block_device[0].volume_size"
    sensitive  the values are masked; they are unequal all the same
    unknown    the value after is known only when applied
    forces     it is what forces the replacement
    """

    path: str
    before: str | None = None
    after: str | None = None
    sensitive: bool = False
    unknown: bool = False
    forces: bool = False


class ResourceChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One resource of a plan that is not unchanged.

    action            what is planned for it; NO_OP for what is only observed, moved or imported
    previous_address  where it was, when it moves
    outside           what happened to it outside: UPDATE, DELETE, or NO_OP for nothing
    differences       planned: before is the state, after the plan
    drift             outside: before is the state (so, the code applied last), after is the cloud
    guards            why losing it hurts more than it should: "deletion_protection is off"
    names             what AWS calls it, where it changed outside: id, name, ARN; none of them sensitive
    """

    address: str
    type: str = ""
    module: str = ""
    deposed: str = ""
    action: Action = Action.NO_OP
    role: Role = Role.PENDING
    previous_address: str = ""
    importing: bool = False
    reason: str = ""
    outside: Action = Action.NO_OP
    differences: tuple[Difference, ...] = ()
    drift: tuple[Difference, ...] = ()
    holds_data: bool = False
    guards: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def destructive(self) -> bool:
        return self.action in (Action.DELETE, Action.REPLACE)

    @property
    def alarming(self) -> bool:
        return self.role in ALARMING
