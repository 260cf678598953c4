"""What the cloud calls a resource: what its audit trail is asked for, when the resource drifted."""

from __future__ import annotations

from typing import Final

from maturity.core.plans.document import Change, value
from maturity.core.plans.redact import Secrets

KEYS: Final = ("id", "identifier", "cluster_identifier", "function_name", "name", "arn")
MOST: Final = 4
LONGEST: Final = 300


def names(change: Change, secrets: Secrets) -> tuple[str, ...]:
    """As the state has them, the most telling first. One that is marked, or holds a secret, is left out."""
    state, hidden = value(change.before), value(change.before_sensitive)
    if not isinstance(state, dict) or hidden is True or secrets.too_many:
        return ()
    marked = hidden if isinstance(hidden, dict) else {}
    found = (state[key] for key in KEYS if key in state and not marked.get(key))
    short = (one for one in found if isinstance(one, str) and 0 < len(one) <= LONGEST and one.isprintable())
    return tuple(dict.fromkeys(one for one in short if secrets.sweep(one) == one))[:MOST]
