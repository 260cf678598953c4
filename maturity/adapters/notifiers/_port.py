"""What every notifier is, and how it says what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from django.utils.functional import Promise

from maturity.adapters import outgoing
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.outgoing import Answer, Unsure
from maturity.core.notices.message import Message, cut

Words = str | Promise
BUSY = (408, 429)  # an answer that says: not taken, come again; those from 500 on say so too
NOBODY_KNOWS = (502, 504)  # but for these: somebody in between gave up: what is behind may have taken it
_ADDRESS = re.compile(r"https?://\S+")


class Failed(AdapterError):
    """It did not arrive, in the provider's words. later: how long we are asked to wait."""

    def __init__(self, message: str, *, permanent: bool, later: timedelta | None = None) -> None:
        super().__init__(message, permanent=permanent)
        self.later = later


@dataclass(frozen=True)
class Field:
    """What a channel of this kind needs. secret: sealed, and never shown again."""

    name: str
    label: Words
    secret: bool = False
    hint: Words = ""
    placeholder: str = ""
    longest: int = 200


@dataclass(frozen=True)
class Target:
    """One channel: what everybody may read of it, what nobody may, and which addresses may be reached."""

    given: Mapping[str, str]
    secret: Mapping[str, str]
    policy: Policy

    def __getitem__(self, name: str) -> str:
        return self.secret.get(name) or self.given.get(name, "")


@dataclass(frozen=True)
class Notifier:
    """One kind of channel.

    send        raises Failed when it surely did not arrive, Unsure when nobody knows
    check       raises AdapterError in one sentence when what was typed cannot work
    shown       what may be told of its secrets: a host and last letters
    arrived     whether a message is there already; None where nobody can look
    idempotent  sent twice, it is there once
    lines       so many things one message tells of; the rest is counted
    """

    kind: str
    label: Words
    fields: tuple[Field, ...]
    send: Callable[[Target, Message], None]
    check: Callable[[Target], None]
    shown: Callable[[Target], str]
    arrived: Callable[[Target, str], bool] | None = None
    idempotent: bool = False
    lines: int = 10

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent again when nobody knows what became of it."""
        return self.idempotent or self.arrived is not None


def post_json(target: Target, url: str, body: object, headers: Mapping[str, str] | None = None) -> Answer:
    given = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    return outgoing.post(url, msgspec.json.encode(body), given, target.policy)


def refuse(answer: Answer, who: str) -> None:
    """Raise what an answer other than 2xx means. 404 and 410: it is not there, and will not be."""
    if answer.ok:
        return
    said = without_addresses(cut(answer.text, 200))
    message = f"{who} answered HTTP {answer.status}" + (f": {said}" if said else "") + "."
    if answer.status in NOBODY_KNOWS:
        raise Unsure(message)
    if 300 <= answer.status < 400:
        message = f"{who} sends on to another address (HTTP {answer.status}): enter that one."
    busy = answer.status in BUSY or answer.status >= 500
    raise Failed(message, permanent=not busy, later=wait_of(answer))


def wait_of(answer: Answer) -> timedelta | None:
    """What "Retry-After" asks for, in seconds; a date is not understood."""
    given = answer.headers.get("retry-after", "").strip()
    return timedelta(seconds=int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else None


def without_addresses(text: str) -> str:
    """Proxies repeat the address that was asked for, with its secret."""
    return _ADDRESS.sub("…", text)


def host_of(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0]


def last_letters(secret: str) -> str:
    return f"…{secret[-4:]}" if len(secret) >= 16 else "…"


def shown_address(target: Target) -> str:
    """Of a webhook whose address is its secret: "hooks.slack.com …x7Qz"."""
    return f"{host_of(target['url'])} {last_letters(target['url'])}"
