"""Every file of one commit that some reader wants, read once and remembered by content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

import msgspec
from msgspec import Struct

from maturity.core.paths import is_vendored
from maturity.core.reader import Reader, Unreadable, all_readers
from maturity.core.tree import Entry, Skipped, Tree

T = TypeVar("T", bound=Struct)


class Memo(Protocol):
    """Facts kept per content: "reader/version/blob" -> encoded struct."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...

    def put_many(self, facts: Mapping[str, bytes]) -> None: ...


class NoMemo:
    """Remembers nothing."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {}

    def put_many(self, facts: Mapping[str, bytes]) -> None:
        return None


class Files:
    """The tracked files of a commit, and what the readers made of them.

    paths       every regular tracked file outside vendored folders
    unreadable  path -> why a file of a wanted kind could not be read
    skipped     links, missing objects, oversized files: named, never followed
    """

    def __init__(self, tree: Tree, memo: Memo | None = None) -> None:
        self._tree = tree
        self._memo: Memo = memo or NoMemo()
        self.commit = tree.commit
        self._entries: dict[str, Entry] = {e.path: e for e in tree.entries() if not is_vendored(e.path)}
        self.paths: Sequence[str] = tuple(self._entries)
        self.unreadable: dict[str, Unreadable] = {}
        self._readers = {reader.produces: reader for reader in all_readers()}
        self._found: dict[type[Struct], dict[str, Any]] = {kind: {} for kind in self._readers}
        self._folders: frozenset[str] | None = None
        self._read_wanted()

    @property
    def skipped(self) -> Sequence[Skipped]:
        return self._tree.skipped()

    def has(self, path: str) -> bool:
        return path in self._entries

    def has_folder(self, folder: str) -> bool:
        """Whether any tracked file lies under `folder` ("" is the top)."""
        if self._folders is None:
            seen: set[str] = {""}
            for path in self._entries:
                parent = path.rpartition("/")[0]
                while parent not in seen:
                    seen.add(parent)
                    parent = parent.rpartition("/")[0]
            self._folders = frozenset(seen)
        return folder.strip("/") in self._folders

    def executable(self, path: str) -> bool:
        return self._entries[path].executable

    def of(self, kind: type[T]) -> Mapping[str, T]:
        """path -> struct, for every file whose reader makes `kind`, in path order."""
        return cast("Mapping[str, T]", self._found[kind])

    def get(self, path: str, kind: type[T]) -> T | None:
        """The struct of one file; reads it now when no reader wanted that path. None: absent, another kind, broken."""
        known = self._found[kind].get(path)
        if known is not None or path not in self._entries or path in self.unreadable:
            return cast("T | None", known)
        self._read_all([(self._readers[kind], self._entries[path])])
        return cast("T | None", self._found[kind].get(path))

    def line(self, path: str, line: int) -> str:
        """The text of one line, stripped, for showing evidence; "" when there is none."""
        return self.lines([(path, line)]).get((path, line), "")

    def lines(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Many lines at once: one read of each file."""
        asked = [(path, line) for path, line in wanted if path in self._entries]
        content = dict(self._tree.read({self._entries[path].blob for path, _ in asked}))
        split = {blob: data.split(b"\n") for blob, data in content.items()}
        found = {}
        for path, line in asked:
            text = split.get(self._entries[path].blob, [])
            if 0 < line <= len(text):
                found[path, line] = text[line - 1].decode("utf-8", "replace").strip()
        return found

    def _read_wanted(self) -> None:
        wanted: list[tuple[Reader[Any], Entry]] = []
        readers = tuple(self._readers.values())
        for path, entry in self._entries.items():
            wanted += [(reader, entry) for reader in readers if reader.wants(path)]
        self._read_all(wanted)

    def _read_all(self, wanted: Sequence[tuple[Reader[Any], Entry]]) -> None:
        keys = {key_of(reader, entry.blob): (reader, entry) for reader, entry in wanted}
        facts = dict(self._memo.get_many(list(keys)))
        fresh = self._read_fresh([pair for key, pair in keys.items() if key not in facts])
        if fresh:
            self._memo.put_many(fresh)
            facts.update(fresh)
        decoders = {reader.name: msgspec.msgpack.Decoder(reader.produces | Unreadable | None) for reader in
                    {reader for reader, _ in wanted}}  # fmt: skip
        for reader, entry in wanted:
            encoded = facts.get(key_of(reader, entry.blob))
            fact = decoders[reader.name].decode(encoded) if encoded is not None else None
            if isinstance(fact, Unreadable):
                self.unreadable[entry.path] = fact
            elif fact is not None:
                self._found[reader.produces][entry.path] = fact

    def _read_fresh(self, pairs: Sequence[tuple[Reader[Any], Entry]]) -> dict[str, bytes]:
        by_blob: dict[str, list[tuple[Reader[Any], Entry]]] = {}
        for reader, entry in pairs:
            by_blob.setdefault(entry.blob, []).append((reader, entry))
        encoder = msgspec.msgpack.Encoder()
        fresh = {}
        for blob, data in self._tree.read(by_blob):
            for reader, entry in by_blob[blob]:
                fresh[key_of(reader, blob)] = encoder.encode(_read(reader, entry.path, data))
        return fresh


def key_of(reader: Reader[Any], blob: str) -> str:
    return f"{reader.name}/{reader.version}/{blob}"


def _read(reader: Reader[Any], path: str, data: bytes) -> Struct | None:
    if len(data) > reader.max_bytes:
        return Unreadable(f"larger than {reader.max_bytes:,} bytes")
    try:
        return reader.read(path, data)
    except ValueError as error:
        return Unreadable(str(error) or "not readable")
