"""One invented stack from day to day."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from maturity.core.plans.change import Action, Difference, ResourceChange, Role

TYPES = ("aws_db_instance", "aws_security_group", "aws_instance", "aws_s3_bucket", "aws_iam_role")
ATTRIBUTES = ("instance_class", "tags.Team", "tags.Cost", "ingress[0].cidr_blocks[0]", "policy", "retention")


class Odds(Struct, frozen=True):
    """How often something begins on a day, and for how many days it lasts on average."""

    starts: float
    lasts: float


DRIFT, PENDING, FAILING, GAP = Odds(0.004, 6), Odds(0.01, 2), Odds(0.003, 2), Odds(0.01, 1.2)


class Look(Struct, frozen=True):
    """What one check of it meets."""

    failed: bool = False
    changes: tuple[ResourceChange, ...] = ()


class Walk:
    """`next` gives one day after the other: None when nobody looked."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left = dict.fromkeys((DRIFT, PENDING, FAILING, GAP), 0)
        self._drift: tuple[ResourceChange, ...] = ()
        self._pending: tuple[ResourceChange, ...] = ()

    def next(self) -> Look | None:
        if self._lasts(DRIFT):
            self._drift = self._drift or self._changes(Role.DRIFT)
        else:
            self._drift = ()
        if self._lasts(PENDING):
            self._pending = self._pending or self._changes(Role.PENDING)
        else:
            self._pending = ()
        failed, gap = self._lasts(FAILING), self._lasts(GAP)
        if gap:
            return None
        return Look(failed=True) if failed else Look(changes=self._drift + self._pending)

    def _lasts(self, odds: Odds) -> bool:
        left = self._left[odds]
        if left:
            self._left[odds] = left - 1
            return True
        if self._random.random() < odds.starts:
            self._left[odds] = round(self._random.expovariate(1 / odds.lasts))
            return True
        return False

    def _changes(self, role: Role) -> tuple[ResourceChange, ...]:
        count = min(1 + int(self._random.expovariate(0.7)), 20)
        return tuple(self._change(role, number) for number in range(count))

    def _change(self, role: Role, number: int) -> ResourceChange:
        kind = self._random.choice(TYPES)
        paths = self._random.sample(ATTRIBUTES, self._random.randint(1, 3))
        differences = tuple(Difference(path, "before", "after") for path in sorted(paths))
        outside = role is Role.DRIFT
        return ResourceChange(
            address=f"{kind}.{'main' if outside else 'next'}_{number}", type=kind, role=role,
            action=Action.UPDATE, outside=Action.UPDATE if outside else Action.NO_OP,
            differences=differences, drift=differences if outside else (),
        )  # fmt: skip
