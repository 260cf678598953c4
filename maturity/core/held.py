"""The facts of every file of one repository, kept so that a changed file costs what it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import msgspec

from maturity.core.memo import Memo, recall

SHARDS = 64

Shard = dict[str, bytes]  # path -> encoded fact


class Held:
    """By reader and path. What is loaded and written at once is one shard, a 64th of a reader's files."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._shards: dict[str, Shard] = {}
        self._whole: dict[str, Shard] = {}
        self._changed: set[str] = set()

    def of(self, reader: str) -> Mapping[str, bytes]:
        """All that a reader made, in order of path."""
        if reader not in self._whole:
            prefix = f"held/{reader}/"
            for name, left in self._memo.under(prefix).items():
                if name not in self._shards:
                    self._shards[name] = recall(_DECODER, left)
            found: Shard = {}
            for name, shard in self._shards.items():
                if name.startswith(prefix):
                    found.update(shard)
            self._whole[reader] = dict(sorted(found.items()))
        return self._whole[reader]

    def get(self, reader: str, path: str) -> bytes | None:
        return self._shard(_name(reader, path)).get(path)

    def put(self, reader: str, path: str, fact: bytes | None) -> None:
        """None: it makes nothing of this file, or the file is gone."""
        name = _name(reader, path)
        shard = self._shard(name)
        if fact is not None:
            shard[path] = fact
        elif path in shard:
            del shard[path]
        self._changed.add(name)
        self._whole.pop(reader, None)

    def keep(self) -> None:
        for name in self._changed:
            self._memo.put(name, msgspec.msgpack.encode(self._shards[name]))

    def _shard(self, name: str) -> Shard:
        if name not in self._shards:
            left = self._memo.get(name)
            self._shards[name] = recall(_DECODER, left) if left else {}
        return self._shards[name]


def _name(reader: str, path: str) -> str:
    return f"held/{reader}/{crc32(path.encode()) % SHARDS}"


_DECODER = msgspec.msgpack.Decoder(Shard)
