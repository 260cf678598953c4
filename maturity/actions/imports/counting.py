"""How far an import is: the same numbers for its page and for the answer to a poll."""

from __future__ import annotations

from django.db.models import Count, Q
from msgspec import Struct

from maturity.models import Import


class Counts(Struct, frozen=True):
    """listed: all that were seen. Of the chosen ones: done, failed, and the rest waits."""

    listed: int
    chosen: int
    done: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.chosen - self.done - self.failed

    @property
    def percent(self) -> int:
        return 100 * (self.done + self.failed) // max(self.chosen, 1)


def counts(found: Import) -> Counts:
    wanted = Q(chosen=True)
    told = found.items.aggregate(
        n_listed=Count("pk"),
        n_chosen=Count("pk", filter=wanted),
        n_done=Count("pk", filter=wanted & Q(done_at__isnull=False)),
        n_failed=Count("pk", filter=wanted & Q(done_at=None) & ~Q(error="")),
    )
    return Counts(**{name.removeprefix("n_"): number for name, number in told.items()})
