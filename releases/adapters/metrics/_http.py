"""One question over HTTP, and what the source says when it refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from maturity.adapters import credentials, outgoing
from maturity.adapters.outgoing import Answer, checked
from maturity.core.notices.message import cut
from releases.adapters.metrics._port import Asked, Failed

SECONDS = 10.0
LARGEST = 2_000_000  # bytes: 11,000 points take 0.4 MB
WORDS = 300
_ADDRESS = re.compile(r"https?://\S+")
_HIDDEN = 4  # letters: what is shorter is no secret
Body = TypeVar("Body")


def post(asked: Asked, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """The answer, whatever its status. A secret goes where nobody can listen, or not at all."""
    url = asked.url.rstrip("/") + path
    if asked.secret and checked(url, asked.policy)[0].scheme not in credentials.SAFE_FOR_LOGIN:
        raise Failed("A secret is sent to https:// addresses only.", permanent=True, of_source=True)
    if not (asked.secret.isascii() and asked.secret.isprintable()):
        raise Failed("The secret has characters that no header can hold.", permanent=True, of_source=True)
    return outgoing.post(url, body, headers, asked.policy, seconds=SECONDS, most=LARGEST)


def decoded(answer: Answer, kind: type[Body], who: str) -> Body:
    """What was answered, or Failed when it is not of that form."""
    if len(answer.text) >= LARGEST or len(answer.text.encode()) >= LARGEST:
        raise Failed(
            f"{who} answered more than {LARGEST // 1_000_000} MB: the query gives too many series or points.",
            permanent=True,
        )
    try:
        return msgspec.json.decode(answer.text, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        raise Failed(
            f"{who} answered in a form Rungs does not know: is this its address?", permanent=True,
            of_source=True,
        ) from None  # fmt: skip


def refused(answer: Answer, asked: Asked, who: str, said: str, *, query: bool) -> Failed:
    """said: its words; query: it understood who asks, and will not answer this query."""
    if 300 <= answer.status < 400:
        text = f"{who} sends on to another address (HTTP {answer.status}): enter that one."
        return Failed(text, permanent=True, of_source=True)
    words = plain(said, asked.secret)
    text = f"{who} answered {answer.status}{f': {words}' if words else ''}."
    busy = answer.status in (408, 429) or answer.status >= 500
    return Failed(text, permanent=not busy, of_source=not query)


def words_of(answer: Answer) -> str:
    """What is not JSON: some words, unless it is a page for people."""
    return "" if "<" in answer.text[:WORDS] else answer.text[:WORDS]


def plain(said: str, secret: str) -> str:
    """What a source says, on one line: without addresses, which may hold a secret, and without ours."""
    text = _ADDRESS.sub("…", "".join(letter if letter.isprintable() else " " for letter in said[:4_000]))
    for part in sorted({secret, *re.split(r"[\s:]+", secret)}, key=len, reverse=True):
        if len(part) >= _HIDDEN:
            text = text.replace(part, "…")
    return cut(" ".join(text.split()), WORDS).rstrip(".")
