"""Machines that wait for a release: they are heard, and answered once it is decided."""

from __future__ import annotations

from releases.actions.calls.answering import answer_calls
from releases.actions.calls.pausing import look_at_services
from releases.actions.calls.waiting import hear_gate, wait

__all__ = ["answer_calls", "hear_gate", "look_at_services", "wait"]
