"""Whether a request comes from Slack: checked over the bytes as they came, before they are read."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

TOLERANCE = 5 * 60


def signed(secret: str, at: str, body: bytes) -> str:
    """Slack's signature, version 0."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()


def is_good(secrets: Iterable[str], at: str, signature: str, body: bytes, now: float) -> bool:
    """at: X-Slack-Request-Timestamp. secrets: any one will do. now: seconds since 1970."""
    if not (at.isascii() and at.isdigit() and len(at) < 12 and abs(now - int(at)) <= TOLERANCE):
        return False
    given = signature.encode("utf-8", "replace")
    return any(hmac.compare_digest(given, signed(one, at, body).encode()) for one in secrets if one)
