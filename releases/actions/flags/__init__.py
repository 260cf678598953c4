"""Feature flags: read from code and from places, kept as rows, and changed by people."""

from __future__ import annotations

from releases.actions.flags.changing import Wanted, change_flag, forget_flag, say_state
from releases.actions.flags.code import look_at_code, look_at_release
from releases.actions.flags.due import due, due_releases, look
from releases.actions.flags.showing import Shown, flags_of
from releases.actions.flags.sources import WantedSource, add_source, read_source, remove_source
from releases.actions.flags.states import Stated, set_states

__all__ = [
    "Shown",
    "Stated",
    "Wanted",
    "WantedSource",
    "add_source",
    "change_flag",
    "due",
    "due_releases",
    "flags_of",
    "forget_flag",
    "look",
    "look_at_code",
    "look_at_release",
    "read_source",
    "remove_source",
    "say_state",
    "set_states",
]
