"""Slack's signature: over the bytes, of the last five minutes, with any of the secrets."""

from __future__ import annotations

import pytest

from maturity.core.notices.slack import is_good, signed

BODY = b"payload=%7B%7D"
NOW = 1_531_420_618


def test_the_example_of_slacks_own_documentation_is_good():
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    assert signed("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body) == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


@pytest.mark.parametrize(
    ("at", "secrets", "body", "good"),
    [
        (NOW, ["right"], BODY, True),
        (NOW, ["other", "right"], BODY, True),
        (NOW, ["other"], BODY, False),
        (NOW, [], BODY, False),
        (NOW, [""], BODY, False),
        (NOW, ["right"], BODY + b"x", False),
        (NOW - 300, ["right"], BODY, True),
        (NOW - 301, ["right"], BODY, False),
        (NOW + 301, ["right"], BODY, False),
    ],
)
def test_only_a_fresh_signature_over_these_bytes_is_good(at, secrets, body, good):
    assert is_good(secrets, str(at), signed("right", str(at), BODY), body, NOW) is good


@pytest.mark.parametrize("at", ["", "soon", "-5", "1e9", "٣", "9" * 20])
def test_a_time_that_is_none_is_refused(at):
    assert not is_good(["right"], at, signed("right", at, BODY), BODY, NOW)


def test_a_signature_of_an_empty_secret_is_never_good():
    assert not is_good([""], str(NOW), signed("", str(NOW), BODY), BODY, NOW)
