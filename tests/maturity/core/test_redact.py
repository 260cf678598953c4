"""No secret leaves through a snippet."""

from __future__ import annotations

import pytest

from maturity.core.redact import MASK, snippet

KEY = "AKIA" + "ABCDEFGHIJKLMNOP"


@pytest.mark.parametrize(
    "line",
    [
        'password = "hunter2-secret"', "DB_PASSWORD: hunter2-secret", "--token=hunter2-secret",
        "access_key='hunter2-secret'", "api-key: hunter2-secret",
        "url: https://me:hunter2-secret@example.test/",
    ],
)  # fmt: skip
def test_the_value_of_a_secret_key_is_masked(line: str):
    assert "hunter2" not in snippet(line)
    assert MASK in snippet(line)


@pytest.mark.parametrize("secret", [KEY, "ghp_" + "a1" * 20, "-----BEGIN RSA PRIVATE KEY-----MIIE"])
def test_a_known_kind_of_secret_is_masked_wherever_it_stands(secret: str):
    assert snippet(f"echo {secret}") == f"echo {MASK}"


@pytest.mark.parametrize(
    "line",
    [
        "password: ${{ secrets.DB }}",
        "token = var.token",
        "id-token: write",
        "secrets: inherit",
        "run: make plan",
    ],
)
def test_a_reference_to_a_secret_stays_readable(line: str):
    assert snippet(line) == line


def test_a_long_line_is_cut_at_160_characters():
    assert len(snippet("x" * 5_000)) == 160
