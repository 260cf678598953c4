from __future__ import annotations

from maturity.core.criteria._state import STATELESS
from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_applicable, not_met
from maturity.core.facts.stack import Stack
from maturity.core.fixes.state import remote_state as fix


@criterion(
    level=2,
    effort=Effort.MEDIUM,
    aspect="State",
    practice="remote_state",
    question="Is the state kept where the whole team reaches it?",
    why="A state file on a laptop is lost with the laptop, and two people with two files undo each other.",
    fix=fix,
)
def remote_state(stack: Stack) -> Finding:
    if stack.tool in STATELESS:
        return not_applicable(f"{stack.tool or 'what scripts do'} keeps no state file")
    backend = stack.backend
    if backend is None:
        return not_met("no backend: the state lies where somebody ran it", stack.at)
    if backend.kind == "local":
        return not_met("the backend is local: the state lies where somebody ran it", backend.at)
    where = "kept by the service itself" if backend.kind == "inherent" else f"kept in {backend.kind}"
    more = "; its settings come from outside" if backend.partial else ""
    return met(f"{where}{more}", backend.at, strength=Strength.CONFIGURED)
