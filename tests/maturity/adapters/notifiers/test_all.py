"""What holds for every kind of channel."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from maturity.adapters.errors import AdapterError
from maturity.adapters.notifiers import Failed, Target, all_notifiers
from maturity.adapters.outgoing import Unsure
from maturity.core import registry
from tests.maturity.adapters.notifiers.messages import NEAR, message
from tests.servers_hooks import SIGNING, TOKEN, Hook

BY_HTTP = ("slack_webhook", "teams", "webhook", "slack_bot")


def typed(kind: str, server: Hook) -> Target:
    given = {"url": f"{server.url}/services/T0/B0/secret-of-it", "key": "k" * 20, "to": "ops@example.com"}
    return Target({"channel": "C024BE91L"}, {**given, "token": TOKEN, "signing_secret": SIGNING}, NEAR)


@pytest.fixture
def near(server, monkeypatch) -> Hook:
    monkeypatch.setattr("maturity.adapters.notifiers.slack_bot.API", server.url)
    made: Hook = server
    return made


def test_every_file_is_a_kind_of_its_name():
    folder = Path(registry.__file__).parents[1] / "adapters" / "notifiers"
    files = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert set(all_notifiers()) == files


@pytest.mark.parametrize("kind", BY_HTTP)
@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [(404, b"no_service", True), (410, b"channel_is_archived", True), (400, b"invalid_payload", True),
     (403, b"action_prohibited", True), (500, b"", False), (503, b"", False), (429, b"", False),
     (307, b"", True)],
)  # fmt: skip
def test_a_refusal_is_told_in_the_providers_words(near, kind, status, body, permanent):
    near.answers(status, body, Location="http://169.254.169.254/")
    with pytest.raises(Failed) as raised:
        all_notifiers()[kind].send(typed(kind, near), message())
    assert raised.value.permanent is permanent
    assert body.decode() in raised.value.message
    assert str(status) in raised.value.message
    assert len(near.taken) == 1


@pytest.mark.parametrize("kind", BY_HTTP)
@pytest.mark.parametrize("status", [502, 504])
def test_when_somebody_in_between_gave_up_nobody_knows(near, kind, status):
    near.answers(status, b"<html>Bad gateway</html>")
    with pytest.raises(Unsure):
        all_notifiers()[kind].send(typed(kind, near), message())


@pytest.mark.parametrize("kind", BY_HTTP)
@pytest.mark.parametrize(
    ("given", "wait"), [("120", 120), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None)]
)
def test_how_long_to_wait_is_understood_in_seconds(near, kind, given, wait):
    near.answers(429, b"", Retry_After=given)
    with pytest.raises(Failed) as raised:
        all_notifiers()[kind].send(typed(kind, near), message())
    assert raised.value.later == (timedelta(seconds=wait) if wait else None)


@pytest.mark.parametrize("kind", BY_HTTP)
def test_an_answer_that_repeats_the_address_does_not_give_its_secret_away(near, kind):
    near.answers(404, f"nothing at {near.url}/services/T0/B0/secret-of-it".encode())
    with pytest.raises(Failed) as raised:
        all_notifiers()[kind].send(typed(kind, near), message())
    assert "secret-of-it" not in raised.value.message


@pytest.mark.parametrize("kind", sorted(all_notifiers()))
def test_what_is_shown_of_a_channel_has_no_secret_in_it(near, kind):
    made = all_notifiers()[kind]
    shown = made.shown(typed(kind, near))
    assert shown
    assert not any(secret in shown for secret in ("secret-of-it", TOKEN, SIGNING, "k" * 20))


@pytest.mark.parametrize("kind", sorted(all_notifiers()))
def test_what_was_typed_is_checked_in_one_sentence(near, kind):
    made = all_notifiers()[kind]
    made.check(typed(kind, near))
    with pytest.raises(AdapterError) as raised:
        made.check(Target({}, {}, NEAR))
    assert raised.value.message.endswith(".")


@pytest.mark.parametrize("kind", BY_HTTP)
def test_an_hour_of_events_fits_into_one_message(near, kind):
    made = all_notifiers()[kind]
    near.answers(200, b'{"ok": true}')
    long = message().lines[0]
    made.send(typed(kind, near), message(lines=(long,) * made.lines, title="x" * 2000))
    body = near.taken[0].body
    assert json.loads(body)
    assert len(body) < (28_000 if kind == "teams" else 100_000)
