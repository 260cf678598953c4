"""Whether a webhook comes from who it says: checked over the bytes as they came, before they are read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

SECRET_BYTES = 32
# Standard Webhooks, which GitLab follows, calls what is older a replay.
TOLERANCE = 5 * 60


def secret(key: str, repository: int, version: int) -> str:
    """The secret of one repository's webhook: derived, so that none is stored."""
    digest = hmac.digest(key.encode(), f"webhook:{repository}:{version}".encode(), "sha256")
    return f"whsec_{base64.b64encode(digest).decode()}"


def secret_of_host(key: str, host: str, version: int) -> str:
    """The secret of a webhook that tells of all repositories of a host."""
    digest = hmac.digest(key.encode(), f"webhook-of-host:{host}:{version}".encode(), "sha256")
    return f"whsec_{base64.b64encode(digest).decode()}"


def is_good(host: str, headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: float) -> bool:
    """headers: by lower-case name. secrets: any one will do. now: seconds since 1970."""
    check = _github if host == "github" else _gitlab
    return any(check(headers, body, one, now) for one in secrets)


def _github(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    wanted = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return _same(headers.get("x-hub-signature-256", ""), wanted)


def _gitlab(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """A signature where there is one; older GitLabs send the secret itself."""
    given = headers.get("webhook-signature", "")
    if given:
        return _standard(headers, given, body, secret, now)
    return _same(headers.get("x-gitlab-token", ""), secret)


def _standard(headers: Mapping[str, str], given: str, body: bytes, secret: str, now: float) -> bool:
    """ "v1,<base64>", several with blanks between: HMAC of "id.timestamp.body"."""
    at = headers.get("webhook-timestamp", "")
    if not (at.isascii() and at.isdigit() and len(at) < 12 and abs(now - int(at)) <= TOLERANCE):
        return False
    signed = f"{headers.get('webhook-id', '')}.{at}.".encode() + body
    wanted = [hmac.digest(key, signed, "sha256") for key in _keys(secret)]
    signatures = [_decoded(one.removeprefix("v1,")) for one in given.split()[:10] if one.startswith("v1,")]
    return any(hmac.compare_digest(one, right) for one in signatures for right in wanted)


def _keys(secret: str) -> list[bytes]:
    """The standard decodes what follows "whsec_"; who takes the text as it is signs as well."""
    return [base64.b64decode(secret.removeprefix("whsec_")), secret.encode()]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
