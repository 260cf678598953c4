from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from maturity.core.pulls.signature import TOLERANCE, is_good, secret

OURS = secret("a key", 7, 1)
BODY = b'{"action":"opened"}'
NOW = 1_790_000_000.0


def github(body: bytes = BODY, key: str = OURS) -> dict[str, str]:
    return {"x-hub-signature-256": "sha256=" + hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}


def gitlab(at: float = NOW, key: bytes | None = None) -> dict[str, str]:
    key = base64.b64decode(OURS.removeprefix("whsec_")) if key is None else key
    signed = hmac.digest(key, f"msg_1.{at:.0f}.".encode() + BODY, "sha256")
    given = f"v1,AAAA v1,{base64.b64encode(signed).decode()}"
    return {"webhook-id": "msg_1", "webhook-timestamp": f"{at:.0f}", "webhook-signature": given}


def test_each_repository_and_each_version_has_a_secret_of_its_own():
    made = {secret("a key", 7, 1), secret("a key", 7, 2), secret("a key", 8, 1), secret("another", 7, 1)}
    assert len(made) == 4
    assert secret("a key", 7, 1) == OURS


def test_a_body_signed_with_the_secret_is_let_in():
    assert is_good("github", github(), BODY, [OURS], NOW)
    assert is_good("gitlab", {"x-gitlab-token": OURS}, BODY, [OURS], NOW)
    assert is_good("gitlab", gitlab(), BODY, [OURS], NOW)
    assert is_good("gitlab", gitlab(key=OURS.encode()), BODY, [OURS], NOW)


def test_a_secret_made_with_an_older_key_still_counts():
    assert is_good("github", github(), BODY, [secret("a new key", 7, 1), OURS], NOW)


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("github", {}),
        ("github", github(b"other")),
        ("github", github(key="other")),
        ("github", {"x-hub-signature-256": github()["x-hub-signature-256"][:-1]}),
        ("github", {"x-hub-signature-256": "sha256=ü"}),
        ("github", {"x-gitlab-token": OURS}),
        ("gitlab", {}),
        ("gitlab", {"x-gitlab-token": ""}),
        ("gitlab", {"x-gitlab-token": "whsec_"}),
        ("gitlab", github()),
        ("gitlab", gitlab(NOW - TOLERANCE - 1)),
        ("gitlab", gitlab(NOW + TOLERANCE + 1)),
        ("gitlab", gitlab(key=b"other")),
        ("gitlab", {**gitlab(), "webhook-id": "msg_2"}),
        ("gitlab", {**gitlab(), "webhook-timestamp": "٣"}),
        ("gitlab", {**gitlab(), "webhook-signature": "v1,!!"}),
        ("gitlab", {**gitlab(), "webhook-signature": "v1,", "x-gitlab-token": OURS}),
    ],
)
def test_everything_else_stays_outside(host: str, headers: dict[str, str]):
    assert not is_good(host, headers, BODY, [OURS], NOW)
