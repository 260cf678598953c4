"""Amazon Web Services, read only: states, their locks, and the trail of who did what."""

from __future__ import annotations

from maturity.adapters.aws.locks import read_lock
from maturity.adapters.aws.session import Identity, forget, identity, session_environment
from maturity.adapters.aws.states import Version, lock_history, new_versions, read_head
from maturity.adapters.aws.trail import Trail, look_up

__all__ = [
    "Identity",
    "Trail",
    "Version",
    "forget",
    "identity",
    "lock_history",
    "look_up",
    "new_versions",
    "read_head",
    "read_lock",
    "session_environment",
]
