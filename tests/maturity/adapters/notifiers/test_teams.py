"""Microsoft Teams: a card, in which a hostile name is only a name."""

from __future__ import annotations

import json

from maturity.adapters.notifiers import teams
from maturity.core.notices.message import Link
from tests.maturity.adapters.notifiers.messages import HOSTILE, line, message, target


def test_a_card_has_a_title_its_lines_and_buttons_that_open_pages(server):
    server.answers(202)
    teams.send(
        target(url=f"{server.url}/workflows/1?sig=secret"), message(more=Link("… and 990 more", "https://x/"))
    )
    body = json.loads(server.taken[0].body)
    attachment = body["attachments"][0]
    assert (body["type"], attachment["contentType"]) == ("message", teams.CARD)
    card = attachment["content"]
    assert card["body"][0]["text"] == "▲ acme/network prod: Drift: 2 resources changed"
    assert "[acme/network prod](https://rungs.example/drift/1/)" in card["body"][1]["text"]
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "Open the drift", "url": "https://rungs.example/drift/1/"}
    ]
    assert server.taken[0].path == "/workflows/1?sig=secret"


def test_what_a_name_brings_along_of_markdown_is_shown_as_it_is():
    card = teams.card(message(title=HOSTILE, lines=(line(subject=HOSTILE, text=HOSTILE),) * 2))
    for block in card["body"][:2]:
        assert "[x](" not in block["text"]
        assert "<script>" not in block["text"]
        assert "*b*" not in block["text"]
    assert "\\[x\\]\\(" in card["body"][0]["text"]
