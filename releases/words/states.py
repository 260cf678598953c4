"""What the states of a release are called, and what a line of the matrix says of one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.words import Look
from releases.core.state import GOING_BACK, ON_THE_WAY, State

STATES: dict[str, Look] = {
    State.DRAFT: Look("plan", "c-mute", gettext_lazy("draft")),
    State.IN_REVIEW: Look("clock", "c-info", gettext_lazy("in review")),
    State.READY: Look("clock", "c-info", gettext_lazy("waits for sign-off")),
    State.APPROVED: Look("ok", "c-ok", gettext_lazy("signed off")),
    State.ROLLING: Look("run", "c-info", gettext_lazy("rolling")),
    State.OBSERVING: Look("pulse", "c-info", gettext_lazy("watched")),
    State.HELD: Look("pause", "c-danger", gettext_lazy("held")),
    State.COMPLETED: Look("ok", "c-ok", gettext_lazy("completed")),
    State.ROLLING_BACK: Look("rollback", "c-danger", gettext_lazy("rolling back")),
    State.ROLLED_BACK: Look("rollback", "c-mute", gettext_lazy("rolled back")),
    State.ROLLBACK_FAILED: Look("fail", "c-danger", gettext_lazy("rollback failed")),
    State.REJECTED: Look("block", "c-mute", gettext_lazy("rejected")),
    State.SUPERSEDED: Look("skip", "c-mute", gettext_lazy("superseded")),
    State.ABANDONED: Look("x", "c-mute", gettext_lazy("abandoned")),
}
BAD = GOING_BACK | {State.HELD}


def line(version: str, state: str, step: int) -> str:
    """ "2.14.0 held at 10 %", "2.14.0 in review"."""
    given = {"version": version, "state": STATES[state].word, "step": step}
    if state in ON_THE_WAY:
        return _("%(version)s %(state)s at %(step)s %%") % given
    return _("%(version)s %(state)s") % given
