from __future__ import annotations

from maturity.core.criteria._negative import count
from maturity.core.criterion import Effort, Finding, Strength, criterion, met, not_met
from maturity.core.facts.committed_state import CommittedState
from maturity.core.fixes.state import no_state as fix


@criterion(
    level=2,
    effort=Effort.HIGH,
    aspect="State",
    question="Are state, plans and secret variables kept out of git?",
    why="They hold passwords and keys in the clear, for everybody who can read the repository, for ever.",
    fix=fix,
    waivable=False,
    live_only=False,
)
def state_not_in_git(state: CommittedState) -> Finding:
    if state.files:
        return not_met(f"{count(len(state.files), 'file')} with state or secrets in git", *state.files)
    more = f"; {count(len(state.samples), 'sample')} under tests" if state.samples else ""
    return met(f"no state, plan or secret variables are tracked{more}", strength=Strength.CONFIGURED)
