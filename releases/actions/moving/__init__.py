"""How a release moves on: submitted, started, held, resumed, given up, and there."""

from __future__ import annotations

from releases.actions.moving.arriving import note_deployment
from releases.actions.moving.deciding import abandon, hold, resume
from releases.actions.moving.starting import Blocked, let_go, start, submit
from releases.actions.rollouts.reaching import hold_back
from releases.actions.tickets import use_open_ticket, use_ticket

__all__ = [
    "Blocked",
    "abandon",
    "hold",
    "hold_back",
    "let_go",
    "note_deployment",
    "resume",
    "start",
    "submit",
    "use_open_ticket",
    "use_ticket",
]
