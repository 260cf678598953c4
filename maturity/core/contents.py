"""What the readers make of contents: bytes in, encoded facts out, each content once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from types import GenericAlias
from typing import Any

import msgspec
from msgspec import Struct

from maturity.core.memo import Memo, recall
from maturity.core.reader import MISTAKES, Reader, Unreadable
from maturity.core.tree import Entry, Tree

READ_AT_ONCE = 16  # so few are read sooner than they are looked up and written down

Wanted = tuple[Reader[Any], Entry]

# How msgpack writes (None, None), and the beginning of (None, Unreadable).
NOTHING = msgspec.msgpack.encode((None, None))
REFUSED = NOTHING[:2]


def facts_of(wanted: Sequence[Wanted], tree: Tree, memo: Memo) -> dict[str, bytes]:
    """`key_of` -> encoded fact, remembered or read now; what cannot be had is left out."""
    keys = {key_of(reader, entry.blob): (reader, entry) for reader, entry in wanted}
    few = len(keys) <= READ_AT_ONCE
    facts = {} if few else dict(memo.get_many(list(keys)))
    fresh = _read_fresh((pair for key, pair in keys.items() if key not in facts), tree)
    if fresh and not few:
        memo.put_many(fresh)
    return facts | fresh


def key_of(reader: Reader[Any], blob: str) -> str:
    return f"{reader.name}/{reader.version}/{blob}"


def fact_in(encoded: bytes | None, kind: type[Struct]) -> Any:
    return recall(decoder(kind), encoded)[0] if encoded is not None else None


def problem_in(encoded: bytes, kind: type[Struct]) -> Unreadable:
    problem: Unreadable = recall(decoder(kind), encoded)[1]
    return problem


@cache
def decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    """Of what `_read` returns."""
    return msgspec.msgpack.Decoder(GenericAlias(tuple, (kind | None, Unreadable | None)))


def _read_fresh(pairs: Iterable[Wanted], tree: Tree) -> dict[str, bytes]:
    by_blob: dict[str, list[Wanted]] = {}
    for reader, entry in pairs:
        by_blob.setdefault(entry.blob, []).append((reader, entry))
    encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
    fresh = {}
    for blob, data in tree.read(by_blob) if by_blob else ():
        for reader, entry in by_blob[blob]:
            fresh[key_of(reader, blob)] = encoder.encode(_read(reader, entry.path, data))
    return fresh


def _read(reader: Reader[Any], path: str, data: bytes) -> tuple[Struct | None, Unreadable | None]:
    """One of the two is None: msgpack tells two kinds of struct apart by their place, not by a tag."""
    if len(data) > reader.max_bytes:
        return None, Unreadable(f"larger than {reader.max_bytes:,} bytes")
    try:
        return reader.read(path, data), None
    except ValueError as error:
        return None, Unreadable(str(error) or "not readable")
    except MISTAKES as error:
        return None, Unreadable(f"Rungs failed to read this: {type(error).__name__}: {error}"[:300])


def _plain(text: Any) -> str:
    """A text that knows its line, as text: structs that are kept know lines in fields of their own."""
    if isinstance(text, str):
        return str(text)
    raise TypeError(f"a reader must make plain data, not {type(text).__name__}")
