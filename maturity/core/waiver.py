"""A criterion that somebody decided not to meet for now, with a reason and an end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fnmatch import fnmatchcase

from msgspec import Struct
from msgspec.structs import replace

from maturity.core.criterion import Criterion, Finding, Outcome
from maturity.core.facts.stack import Stack

WAIVABLE_OUTCOMES = frozenset({Outcome.NOT_MET, Outcome.UNKNOWN})


class Waiver(Struct, frozen=True, kw_only=True):
    """`scope` is a glob over stack labels; a repository question is waived by "*" alone."""

    criterion: str
    reason: str
    owner: str
    approver: str
    expires: date
    scope: str = "*"

    def counts_on(self, day: date) -> bool:
        """Its last day included. Nobody approves for themselves."""
        return bool(self.reason.strip()) and self.approver != self.owner and day <= self.expires

    def covers(self, criterion: Criterion, stack: Stack | None) -> bool:
        label = stack.label if stack else "*"
        return self.criterion == criterion.id and (self.scope == "*" or fnmatchcase(label, self.scope))


def in_force(waivers: Iterable[Waiver], today: date | None) -> tuple[Waiver, ...]:
    """Without a date no waiver counts: one that ended must not pass unseen."""
    return tuple(waiver for waiver in waivers if today is not None and waiver.counts_on(today))


def waive(criterion: Criterion, stack: Stack | None, finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    """The finding, or the waiver that stands in for it. What was found stays in the message."""
    if not criterion.waivable or finding.outcome not in WAIVABLE_OUTCOMES:
        return finding
    for waiver in waivers:
        if waiver.covers(criterion, stack):
            message = (
                f"waived until {waiver.expires} by {waiver.approver}: {waiver.reason} ({finding.message})"
            )
            return replace(finding, outcome=Outcome.WAIVED, message=message)
    return finding
