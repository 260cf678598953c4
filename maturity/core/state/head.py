"""The four values at the head of a state. Everything else in it may be a secret, and is never looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_TOKEN = re.compile(rb'(?s)\s*("(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]{1,64})')
_SERIAL = re.compile(rb"\d{1,18}")
_LINEAGE = re.compile(rb'"([\w-]{1,64})"')
_VERSION = re.compile(rb'"(\d{1,4}\.\d{1,4}\.\d{1,4}[\w.+-]{0,15})"')
_WANTED = {b'"serial"': _SERIAL, b'"lineage"': _LINEAGE, b'"terraform_version"': _VERSION}


class Head(Struct, frozen=True):
    """What a state says about itself. OpenTofu's encrypted states tell no version."""

    serial: int | None = None
    lineage: str = ""
    terraform_version: str = ""

    @property
    def whole(self) -> bool:
        return self.serial is not None and bool(self.lineage) and bool(self.terraform_version)


def head_of(text: bytes) -> Head:
    """The head of a state that begins with `text`, cut anywhere. What is no state gives an empty one.

    Only what stands at the top of the document counts: a resource may have a "serial" as well.
    """
    found: dict[bytes, bytes] = {}
    depth, name, before = 0, b"", b""
    for part in _tokens(text):
        if part in (b"{", b"["):
            depth += 1
        elif part in (b"}", b"]"):
            depth -= 1
        elif depth == 1 and before == b":" and name in _WANTED:
            found[name] = part
        elif depth == 1 and part.startswith(b'"'):
            name = part
        before = part
        if depth < 1 or len(found) == len(_WANTED):
            break
    return _head(found)


def _tokens(text: bytes) -> Iterator[bytes]:
    """Words and signs in turn, without the last one: it may be cut."""
    at, last = 0, b""
    while found := _TOKEN.match(text, at):
        if last:
            yield last
        last, at = found[1], found.end()


def _head(found: dict[bytes, bytes]) -> Head:
    said = {name: pattern.fullmatch(found.get(name, b"")) for name, pattern in _WANTED.items()}
    serial, lineage, version = (said[name] for name in _WANTED)
    return Head(
        serial=int(serial[0]) if serial else None,
        lineage=lineage[1].decode() if lineage else "",
        terraform_version=version[1].decode() if version else "",
    )
