"""What a machine is told that asks whether a release may go."""

from __future__ import annotations

from msgspec import Struct

from releases.core.known import WHOLE
from releases.core.standing import Blocker, Standing
from releases.core.state import BEFORE, GOING_BACK, OVER, State

AGAIN = 15  # seconds


class Told(Struct, frozen=True, kw_only=True):
    """step: percent of the traffic that is opened; final: asking again changes nothing."""

    allowed: bool
    final: bool
    step: int | None = None
    blockers: tuple[Blocker, ...] = ()

    @property
    def retry_after(self) -> int | None:
        return None if self.allowed or self.final else AGAIN


def told(state: State, why: str, standing: Standing, first_step: int, open_step: int | None) -> Told:
    """open_step: what the ticket opens that was issued and not used yet; None when there is none.

    Only what is signed off, or was started by somebody who may, is let through; whatever else the state is.
    """
    if state == State.ROLLING and open_step is not None:
        return Told(allowed=True, final=False, step=open_step)
    if state == State.APPROVED and standing.approved:
        return Told(allowed=True, final=False, step=first_step)
    if state in BEFORE:
        return Told(allowed=False, final=False, blockers=_before(state, standing))
    reason = f"it is {state.replace('_', ' ')}" + (f": {why}" if why else "")
    answer = "" if state in OVER else ANSWERS.get(state, "wait")
    blocker = Blocker(item=WHOLE, title="The release", reason=reason, answer=answer)
    return Told(allowed=False, final=state in OVER or state in GOING_BACK, blockers=(blocker,))


ANSWERS = {
    State.ROLLING: "its ticket was used: the next step is opened by a person",
    State.OBSERVING: "the next step is opened after it passes",
    State.HELD: "a person resumes it",
}


def _before(state: State, standing: Standing) -> tuple[Blocker, ...]:
    if state == State.DRAFT:
        draft = Blocker(item=WHOLE, title="The release", reason="it is a draft", answer="somebody submits it")
        return (draft, *standing.blockers)
    if standing.blockers:
        return standing.blockers
    soon = "its state follows within minutes"
    return (Blocker(item=WHOLE, title="The release", reason=f"it is {state.replace('_', ' ')}", answer=soon),)


def comment(blockers: tuple[Blocker, ...], most: int = 900) -> str:
    """For a host's page: as many reasons as fit, one a line."""
    lines: list[str] = []
    length = 0
    for number, one in enumerate(blockers):
        line = f"- {one.title}: {one.reason}"
        length += len(line) + 1
        if length > most:
            return "\n".join([*lines, f"and {len(blockers) - number} more"])
        lines.append(line)
    return "\n".join(lines)
