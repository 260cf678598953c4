"""Every file of one commit that some reader wants, read once and remembered by content."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from hashlib import sha1
from types import GenericAlias
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from maturity.core.memo import Memo as Memo
from maturity.core.memo import NoMemo as NoMemo
from maturity.core.paths import is_vendored
from maturity.core.reader import Reader, Unreadable, all_readers, wanted_by
from maturity.core.tree import Entry, Skipped, Tree

T = TypeVar("T", bound=Struct)


class Files:
    """The tracked files of a commit, and what the readers made of them.

    skipped     links, missing objects, oversized files: named, never followed

    Whoever collects a fact is watched: `watch` notes what was asked, `fingerprint` tells
    later whether the answer would be the same.
    """

    def __init__(self, tree: Tree, memo: Memo | None = None) -> None:
        self._tree = tree
        self.memo: Memo = memo or NoMemo()
        self.commit = tree.commit
        self._entries: dict[str, Entry] = {e.path: e for e in tree.entries() if not is_vendored(e.path)}
        self._paths: Sequence[str] = tuple(self._entries)
        self._readers = {reader.produces: reader for reader in all_readers()}
        self._encoded: dict[type[Struct], dict[str, bytes]] = {kind: {} for kind in self._readers}
        self._found: dict[type[Struct], dict[str, Any]] = {}
        self._asked: dict[tuple[type[Struct], str], Any] = {}
        self._unreadable: dict[str, Unreadable] = {}
        self._watching: list[set[str]] = []
        self._prints: dict[str, str] = {}
        self._read_wanted()

    @property
    def skipped(self) -> Sequence[Skipped]:
        return self._tree.skipped()

    @property
    def paths(self) -> Sequence[str]:
        """Every regular tracked file outside vendored folders."""
        self._note("paths")
        return self._paths

    @property
    def unreadable(self) -> Mapping[str, Unreadable]:
        """path -> why a file of a wanted kind could not be read."""
        self._note("unreadable")
        return self._unreadable

    def has(self, path: str) -> bool:
        self._note(f"has:{path}")
        return path in self._entries

    def has_folder(self, folder: str) -> bool:
        """Whether any tracked file lies under `folder` ("" is the top)."""
        self._note(f"folder:{folder}")
        return folder.strip("/") in self._folders

    def folders_in(self, folder: str) -> Collection[str]:
        """The names of the folders right in `folder` ("" is the top)."""
        self._note(f"folders:{folder}")
        return self._folders.get(folder, frozenset())

    def executable(self, path: str) -> bool:
        self._note(f"blob:{path}")
        return self._entries[path].executable

    def of(self, kind: type[T]) -> Mapping[str, T]:
        """path -> struct, for every file whose reader makes `kind`, in path order."""
        self._note(f"of:{self._readers[kind].name}")
        if kind not in self._found:
            decode = _decoder(kind).decode
            facts = ((path, decode(encoded)[0]) for path, encoded in self._encoded[kind].items())
            self._found[kind] = {path: fact for path, fact in facts if fact is not None}
        return cast("Mapping[str, T]", self._found[kind])

    def get(self, path: str, kind: type[T]) -> T | None:
        """The struct of one file, read now when nobody wanted it; None: absent, another kind, broken."""
        self._note(f"blob:{path}")
        if path not in self._entries:
            return None
        if (kind, path) not in self._asked:  # kept apart: what `of` says may not depend on who asked before
            encoded = self._encoded[kind].get(path)
            if encoded is None:
                reader, entry = self._readers[kind], self._entries[path]
                encoded = self._read_all([(reader, entry)]).get(key_of(reader, entry.blob))
            self._asked[kind, path] = _decoder(kind).decode(encoded)[0] if encoded is not None else None
        return cast("T | None", self._asked[kind, path])

    def line(self, path: str, line: int) -> str:
        """The text of one line, stripped, for showing evidence; "" when there is none."""
        return self.lines([(path, line)]).get((path, line), "")

    def lines(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Many lines at once: one read of each file."""
        asked = [(path, line) for path, line in wanted if path in self._entries]
        for path, _ in asked:
            self._note(f"blob:{path}")
        content = dict(self._tree.read({self._entries[path].blob for path, _ in asked}))
        split = {blob: data.split(b"\n") for blob, data in content.items()}
        found = {}
        for path, line in asked:
            text = split.get(self._entries[path].blob, [])
            if 0 < line <= len(text):
                found[path, line] = text[line - 1].decode("utf-8", "replace").strip()
        return found

    @contextmanager
    def watch(self) -> Iterator[set[str]]:
        """The questions asked inside, in words that `fingerprint` understands."""
        seen: set[str] = set()
        self._watching.append(seen)
        try:
            yield seen
        finally:
            self._watching.pop()

    def fingerprint(self, question: str) -> str:
        """Equal for two commits when the answer to `question` is."""
        if question not in self._prints:
            self._prints[question] = self._print(question)
        return self._prints[question]

    def _note(self, question: str) -> None:
        if self._watching:
            self._watching[-1].add(question)

    def _print(self, question: str) -> str:
        what, _, about = question.partition(":")
        if what == "blob":
            entry = self._entries.get(about)
            return f"{entry.blob}{entry.executable:d}" if entry else ""
        if what == "has":
            return str(about in self._entries)
        if what == "folder":
            return str(about.strip("/") in self._folders)
        if what == "folders":
            return _digest(sorted(self._folders.get(about, ())))
        if what == "paths":
            return _digest(self._paths)
        if what == "unreadable":
            return _digest(f"{path} {why.reason}" for path, why in sorted(self._unreadable.items()))
        kind = next(kind for kind, reader in self._readers.items() if reader.name == about)
        return _digest(f"{path} {self._entries[path].blob}" for path in self._encoded[kind])

    @cached_property
    def _folders(self) -> dict[str, set[str]]:
        """Every folder -> the names of those right in it."""
        seen: dict[str, set[str]] = {"": set()}
        for path in self._entries:
            place = path.rpartition("/")[0]
            while place not in seen:
                seen[place] = set()
                place = place.rpartition("/")[0]
        for place in seen:
            above, _, name = place.rpartition("/")
            if name:
                seen[above].add(name)
        return seen

    def _read_wanted(self) -> None:
        readers = tuple(self._readers.values())
        wanted = [
            (readers[n], self._entries[path]) for path, numbers in self._routes().items() for n in numbers
        ]
        facts = self._read_all(wanted)
        for reader, entry in wanted:
            encoded = facts.get(key_of(reader, entry.blob))
            if encoded is None or encoded == NOTHING:
                continue
            if encoded.startswith(REFUSED):
                kind: object = reader.produces
                self._unreadable[entry.path] = _decoder(kind).decode(encoded)[1]
            else:
                self._encoded[reader.produces][entry.path] = encoded

    def _routes(self) -> Mapping[str, Sequence[int]]:
        """Which readers want each path: asked once per path, not once per scan."""
        names = "routes/" + " ".join(f"{reader.name}/{reader.version}" for reader in self._readers.values())
        left = self.memo.get(names)
        known = _ROUTES.decode(left) if left else {}
        new = [path for path in self._paths if path not in known]
        routes = {path: known[path] for path in self._paths if path in known}
        routes.update({path: wanted_by(path) for path in new})
        if new or len(known) != len(routes):
            self.memo.put(names, msgspec.msgpack.encode(routes))
        return routes

    def _read_all(self, wanted: Sequence[tuple[Reader[Any], Entry]]) -> dict[str, bytes]:
        keys = {key_of(reader, entry.blob): (reader, entry) for reader, entry in wanted}
        facts = dict(self.memo.get_many(list(keys)))
        fresh = self._read_fresh([pair for key, pair in keys.items() if key not in facts])
        if fresh:
            self.memo.put_many(fresh)
            facts.update(fresh)
        return facts

    def _read_fresh(self, pairs: Sequence[tuple[Reader[Any], Entry]]) -> dict[str, bytes]:
        by_blob: dict[str, list[tuple[Reader[Any], Entry]]] = {}
        for reader, entry in pairs:
            by_blob.setdefault(entry.blob, []).append((reader, entry))
        encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
        fresh = {}
        for blob, data in self._tree.read(by_blob):
            for reader, entry in by_blob[blob]:
                fresh[key_of(reader, blob)] = encoder.encode(_read(reader, entry.path, data))
        return fresh


# How msgpack writes (None, None), and the beginning of (None, Unreadable).
NOTHING = msgspec.msgpack.encode((None, None))
REFUSED = NOTHING[:2]
_ROUTES = msgspec.msgpack.Decoder(dict[str, list[int]])


@cache
def _decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    """Of what `_read` returns."""
    return msgspec.msgpack.Decoder(GenericAlias(tuple, (kind | None, Unreadable | None)))


def _plain(text: Any) -> str:
    """A text that knows its line, as text: structs that are kept know lines in fields of their own."""
    if isinstance(text, str):
        return str(text)
    raise TypeError(f"a reader must make plain data, not {type(text).__name__}")


def _digest(parts: Iterable[str]) -> str:
    return sha1("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()  # noqa: S324 - not a secret


def key_of(reader: Reader[Any], blob: str) -> str:
    return f"{reader.name}/{reader.version}/{blob}"


def _read(reader: Reader[Any], path: str, data: bytes) -> tuple[Struct | None, Unreadable | None]:
    """One of the two is None: msgpack tells two kinds of struct apart by their place, not by a tag."""
    if len(data) > reader.max_bytes:
        return None, Unreadable(f"larger than {reader.max_bytes:,} bytes")
    try:
        return reader.read(path, data), None
    except ValueError as error:
        return None, Unreadable(str(error) or "not readable")
