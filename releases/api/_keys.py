"""What a machine sends along so that asking twice is answered as asking once."""

from __future__ import annotations

from maturity.api.problems import Problem

LONGEST = 200


def key_in(header: str) -> str:
    """Of Idempotency-Key; "" for none."""
    key = header.strip()
    if len(key) > LONGEST or not key.isprintable():
        raise Problem(422, f"Idempotency-Key: it has at most {LONGEST} printable characters")
    return key
