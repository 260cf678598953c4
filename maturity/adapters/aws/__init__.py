"""Amazon Web Services, read only: states, their locks, and the trail of who did what."""

from __future__ import annotations

from maturity.adapters.aws.locks import read_lock
from maturity.adapters.aws.session import Identity, forget, identity, session_environment

__all__ = ["Identity", "forget", "identity", "read_lock", "session_environment"]
