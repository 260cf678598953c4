"""A message before it is written for a place: every notifier makes its own form of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Tone(StrEnum):
    """How it stands, never by colour alone."""

    TROUBLE = "trouble"
    OVER = "over"
    NOTE = "note"


SIGNS = {Tone.TROUBLE: "▲", Tone.OVER: "✓", Tone.NOTE: "•"}


class Link(Struct, frozen=True):
    text: str
    url: str


class Line(Struct, frozen=True):
    """One thing that happened.

    subject  the name of what it happened to; text: what happened; when: in the reader's zone
    """

    event: int
    kind: str
    at: datetime
    when: str
    subject: str
    text: str
    url: str
    tone: Tone = Tone.NOTE
    repository: str = ""
    environment: str = ""
    team: str = ""


class Message(Struct, frozen=True):
    """What is told, in the channel's language.

    key      the same however often it is sent, and of no other message
    more     "and 990 more", leading to where they are; None when `lines` are all
    buttons  each opens a page, and does nothing else
    foot     why the reader gets it, leading to where that is changed
    """

    key: str
    title: str
    tone: Tone
    lines: tuple[Line, ...]
    foot: Link
    buttons: tuple[Link, ...] = ()
    more: Link | None = None
    language: str = "en"

    @property
    def alone(self) -> Line | None:
        """The one thing it tells of: the title says it already."""
        return self.lines[0] if len(self.lines) == 1 and self.more is None else None


def cut(text: str, most: int) -> str:
    """At most so many characters, with a sign that something is missing."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
