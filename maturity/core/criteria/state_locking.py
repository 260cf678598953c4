from __future__ import annotations

from maturity.core.criteria._ask import ANY_TIME
from maturity.core.criteria._state import STATELESS
from maturity.core.criterion import (
    Effort,
    Finding,
    Strength,
    criterion,
    met,
    not_applicable,
    not_met,
    unknown,
)
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.state import locking as fix
from maturity.core.pipeline import Act


@criterion(
    level=2,
    effort=Effort.LOW,
    aspect="State",
    practice="state_locking",
    question="Does a lock keep two runs apart?",
    why="Two applies at the same moment leave a state that describes neither.",
    fix=fix,
)
def state_locking(stack: Stack, delivery: Delivery) -> Finding:
    if stack.tool in STATELESS:
        return not_applicable(f"{stack.tool or 'what scripts do'} keeps no state file")
    backend = stack.backend
    if backend is None or backend.kind == "local":
        return not_met("the state is local: a lock on one machine stops nobody on another", stack.at)
    applies = delivery.doing((Act.APPLY,), ANY_TIME, stack)
    if unlocked := [one for one in applies if "-lock=false" in one.flags]:
        return not_met("an apply runs with -lock=false", unlocked[0].at)
    at = backend.locking_at or backend.at
    if backend.locking:
        return met(backend.note or f"{backend.kind} locks the state", at, strength=Strength.CONFIGURED)
    if backend.locking is None:
        return unknown(
            backend.note or "the backend's settings come from outside, so its lock is not seen", backend.at
        )
    return not_met(backend.note or "the backend has neither use_lockfile nor dynamodb_table", backend.at)
