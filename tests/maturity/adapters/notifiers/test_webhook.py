"""The plain webhook: what is sent, and that the receiver can verify it as docs/notifications.md shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

from maturity.adapters.notifiers import webhook
from maturity.core.notices.message import Link
from tests.maturity.adapters.notifiers.messages import message, target

KEY = "a key that both sides know"
PAGE = Path(__file__).parents[4] / "docs" / "notifications.md"


def test_the_body_tells_what_happened_with_a_key_of_its_own(server):
    webhook.send(target(url=f"{server.url}/in", key=KEY), message(more=Link("… and 990 more", "https://x/")))
    taken = server.taken[0]
    body = json.loads(taken.body)
    assert taken.headers["idempotency-key"] == body["key"] == "rungs-1-event:1"
    assert (body["severity"], body["more"]["text"]) == ("trouble", "… and 990 more")
    event = body["events"][0]
    assert (event["kind"], event["environment"], event["at"]) == (
        "drift.opened",
        "prod",
        "2026-11-23T12:00:00Z",
    )


def test_what_the_documentation_says_verifies_what_is_sent(server):
    webhook.send(target(url=server.url, key=KEY), message())
    taken = server.taken[0]
    sample = re.search(r"```python\n(.*?)```", PAGE.read_text(), re.S)
    assert sample
    shown: dict[str, object] = {}
    exec(sample[1], shown)
    verify = shown["is_from_rungs"]
    at = float(taken.headers["rungs-timestamp"])
    assert callable(verify)
    assert verify(KEY, taken.headers, taken.body, now=at)
    assert not verify("another key", taken.headers, taken.body, now=at)
    assert not verify(KEY, taken.headers, taken.body + b" ", now=at)
    assert not verify(KEY, taken.headers, taken.body, now=at + 301)
    assert not verify(KEY, {**taken.headers, "rungs-timestamp": str(int(at) + 1)}, taken.body, now=at)
