"""What the store of a state tells: its versions, its lock, who wrote it, who changed the cloud beside it."""

from __future__ import annotations

from maturity.actions.states.attributing import attribute_episode
from maturity.actions.states.connections import Wanted, check_connection, remove_connection, save_connection
from maturity.actions.states.due import due_states, look_at_states
from maturity.actions.states.looking import look_at_state
from maturity.actions.states.placing import set_state_place

__all__ = [
    "Wanted",
    "attribute_episode",
    "check_connection",
    "due_states",
    "look_at_state",
    "look_at_states",
    "remove_connection",
    "save_connection",
    "set_state_place",
]
