"""Pull mode: a worker of ours plans a stack and looks whether it drifted. Opt-in per stack."""

from __future__ import annotations

from maturity.actions.planning.requests import cancel_run, refusal, request_all, request_check
from maturity.actions.planning.work import check, note_lapsed

__all__ = ["cancel_run", "check", "note_lapsed", "refusal", "request_all", "request_check"]
