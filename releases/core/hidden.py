"""What two plans cannot be compared by, because it is not kept."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from maturity.core.plans.change import Action, ResourceChange

WITH_VALUES = (Action.CREATE, Action.UPDATE, Action.REPLACE)


class Hidden(Struct, frozen=True):
    """masked: sensitive values that differ. bare: changed resources without any value."""

    masked: int = 0
    bare: int = 0


def hidden_in(changes: Iterable[ResourceChange]) -> Hidden:
    masked = bare = 0
    for one in changes:
        masked += sum(each.sensitive for each in one.differences)
        bare += one.action in WITH_VALUES and not one.differences
    return Hidden(masked, bare)
