"""What Slack sends when somebody uses a button: verified, answered, and nothing is done with it."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from maturity.core.notices.slack import signed
from maturity.models import Delivery, Event
from tests.factories import make_channel
from tests.servers_hooks import SIGNING, TOKEN

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
CLICK = urlencode({"payload": json.dumps({"type": "block_actions", "actions": [{"action_id": "open_0"}]})})


@pytest.fixture(autouse=True)
def _bot(db: None) -> None:
    make_channel("slack_bot", {"token": TOKEN, "signing_secret": "a" * 32})
    make_channel("slack_bot", {"token": TOKEN, "signing_secret": SIGNING})
    make_channel("slack_bot", {"token": TOKEN, "signing_secret": "0" * 32}, enabled=False)


def send(body: str = CLICK, kind: str = FORM, *, secret: str = SIGNING, at: float = 0, **more: str) -> Any:
    stamp = str(int(at or time.time()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed(secret, stamp, body.encode())}
    return Client().post("/hooks/slack/", body, content_type=kind, headers={**headers, **more})


def test_a_click_is_answered_and_nothing_happens() -> None:
    answer = send()
    assert (answer.status_code, answer.content) == (200, b"")
    assert not Event.objects.exists()


def test_the_same_request_again_is_answered_and_remembered_once() -> None:
    now = time.time()
    assert [send(at=now).status_code for _ in range(2)] == [200, 200]
    assert Delivery.objects.filter(host="slack").count() == 1


def test_slack_finds_its_own_challenge_again() -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB"})
    answer = send(body, "application/json")
    assert (answer.status_code, answer.content) == (200, b"3eZbrw1aB")
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("challenge", ["x" * 500, 7, None, ["<script>"]])
def test_a_challenge_is_short_and_a_text(challenge: Any) -> None:
    answer = send(json.dumps({"type": "url_verification", "challenge": challenge}), "application/json")
    assert len(answer.content) <= 200


def test_only_a_secret_of_a_channel_that_is_on_is_good() -> None:
    assert [send(secret=one).status_code for one in (SIGNING, "a" * 32, "0" * 32, "b" * 32)] == [
        200, 200, 403, 403
    ]  # fmt: skip


def test_many_channels_cost_no_more_queries(django_assert_num_queries: Any) -> None:
    for number in range(5):
        make_channel("slack_bot", {"token": TOKEN, "signing_secret": f"{number}" * 32})
    with django_assert_num_queries(1):
        send(secret="b" * 32)


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24])
def test_an_old_request_is_refused(minutes: int) -> None:
    assert send(at=time.time() + minutes * 60).status_code == 403


def test_a_body_that_was_changed_on_its_way_is_refused() -> None:
    stamp = str(int(time.time()))
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed(SIGNING, stamp, b"other")}
    assert Client().post("/hooks/slack/", CLICK, content_type=FORM, headers=headers).status_code == 403


def test_without_a_signature_nothing_is_read() -> None:
    assert Client().post("/hooks/slack/", CLICK, content_type=FORM).status_code == 403
    assert Client().get("/hooks/slack/").status_code == 405


@pytest.mark.parametrize(
    "body", ["", "payload=", "payload=%5B%5D", "payload=%7B", "a=1", "payload=" + "%5B" * 20_000]
)
def test_garbage_with_a_good_signature_is_refused(body: str) -> None:
    assert send(body).status_code == 400


def test_a_body_that_is_too_large_is_refused() -> None:
    assert send("x" * (256 * 1024 + 1)).status_code == 413
