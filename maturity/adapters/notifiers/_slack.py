"""A message as Slack's blocks, for both ways into Slack.

Rich text is made of pieces that Slack shows as they are: no star or "<!channel>" in a name does anything.
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

from typing import Any

from maturity.core.notices.message import SIGNS, Line, Link, Message, cut

LONGEST = 600
Piece = dict[str, Any]


def blocks(message: Message, key: str = "") -> list[dict[str, Any]]:
    """key: what the first block is known by, so that it can be found again."""
    head = _rich(_text(f"{SIGNS[message.tone]} "), _text(message.title, bold=True))
    if key:
        head["block_id"] = key
    alone = message.alone
    found = [head, *([_rich(_text(alone.when))] if alone else map(_line, message.lines[:40]))]
    if message.more:
        found.append(_rich(_link(message.more)))
    if message.buttons:
        buttons = [_button(one, n) for n, one in enumerate(message.buttons[:5])]
        found.append({"type": "actions", "elements": buttons})
    return [*found, _rich(_link(message.foot))]


def fallback(message: Message) -> str:
    """What a phone's notification says. Without "<" nothing links, and nobody is called."""
    text = cut(message.title, LONGEST)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(line: Line) -> dict[str, Any]:
    return _rich(
        _text(f"{SIGNS[line.tone]} "),
        _link(Link(line.subject, line.url)),
        _text(f": {line.text} ({line.when})"),
    )


def _rich(*pieces: Piece) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


def _text(text: str, *, bold: bool = False) -> Piece:
    shown = text[: LONGEST - 1] + "…" if len(text) > LONGEST else text
    return {"type": "text", "text": shown or " ", **({"style": {"bold": True}} if bold else {})}


def _link(one: Link) -> Piece:
    return {"type": "link", "url": one.url, "text": cut(one.text, LONGEST)}


def _button(one: Link, number: int) -> Piece:
    """A link, and nothing else: Slack tells us of the click, and we do nothing with it."""
    text = {"type": "plain_text", "text": cut(one.text, 75), "emoji": False}
    return {"type": "button", "text": text, "url": one.url[:3000], "action_id": f"open_{number}"}
