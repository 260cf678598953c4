"""What the readers made of one commit: read whole, or the commit before brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, field

from maturity.core.contents import NOTHING, REFUSED, Wanted, facts_of, key_of, problem_in
from maturity.core.held import Held
from maturity.core.memo import Memo, recall
from maturity.core.paths import is_vendored
from maturity.core.reader import Reader, Unreadable, all_readers, wanted_by
from maturity.core.tree import Change, Entry, Tree

ALWAYS_FEW = 200  # changes; beyond that and a quarter of all files, reading everything is as quick


class Left(Struct, array_like=True):
    """All there is to know of a commit's files before any of them is looked at.

    files    how many entries there are outside vendored folders
    skipped  path -> why it is no entry
    unread   path -> its content, which a reader wanted and git did not hand over, and why
    refused  path -> why a reader could make nothing of it
    """

    commit: str
    files: int = 0
    skipped: dict[str, str] = field(default_factory=dict)
    unread: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: dict[str, Unreadable] = field(default_factory=dict)


class Survey:
    """What is known of the files, and which questions about them (see `Files`) have another answer now.

    changes    path -> what became of it since the scan before; None: everything is new
    different  the questions, unless everything is new
    replaced   reader -> path -> the facts before and now, where they are not the same
    """

    def __init__(self, tree: Tree, memo: Memo) -> None:
        self._tree = tree
        self._memo = memo
        self._readers = all_readers()
        self.held = Held(memo)
        self.changes: Mapping[str, Change] | None = None
        self.different: set[str] = set()
        self.replaced: dict[str, dict[str, tuple[bytes | None, bytes | None]]] = {}
        before = _left(memo)
        changes = tree.changes(before.commit) if before else None
        if before is None or changes is None or len(changes) > max(ALWAYS_FEW, before.files // 4):
            self._read_whole()
        else:
            self._bring_up(before, changes)

    def keep(self) -> None:
        self.held.keep()
        self._memo.put("files", msgspec.msgpack.encode(self.left))

    def _read_whole(self) -> None:
        self._memo.forget()
        entries = [entry for entry in self._tree.entries() if not is_vendored(entry.path)]
        skipped = {one.path: one.reason for one in self._tree.skipped()}
        self.left = Left(self._tree.commit, len(entries), skipped)
        wanted = [(self._readers[number], entry) for entry in entries for number in wanted_by(entry.path)]
        for reader, entry, fact in self._read(wanted):
            if fact is not None:
                self.held.put(reader.name, entry.path, fact)

    def _bring_up(self, before: Left, changes: Iterable[Change]) -> None:
        left = self.left = msgspec.structs.replace(before, commit=self._tree.commit)
        refused, doubtful = dict(left.refused), dict(left.unread)
        left.unread.clear()
        self.changes = {change.path: change for change in changes}
        wanted: list[Wanted] = []
        for path, change in self.changes.items():
            left.skipped.pop(path, None)
            if change.skipped:
                left.skipped[path] = change.skipped
            if not is_vendored(path):
                left.files += bool(change.after) - bool(change.before)
                left.refused.pop(path, None)
                self.different.update(_questions(change))
                wanted += self._wanted(change)
        for path, (blob, _) in doubtful.items():
            if path not in self.changes:  # git may have it by now
                self.different.add(f"blob:{path}")
                wanted += self._wanted(Change(path, after=Entry(path, blob)))
        for reader, entry, fact in self._read(wanted):
            self._replace(reader, entry.path, fact)
        if left.refused != refused:
            self.different.add("unreadable")

    def fact(self, reader: Reader[Any], entry: Entry) -> bytes | None:
        """Of one file, read now when its reader did not want it."""
        known = self.held.get(reader.name, entry.path)
        return known or next(fact for _, _, fact in self._read([(reader, entry)]))

    def _wanted(self, change: Change) -> Iterable[Wanted]:
        for number in wanted_by(change.path):
            if change.after:
                yield self._readers[number], change.after
            else:
                self._replace(self._readers[number], change.path, None)

    def _replace(self, reader: Reader[Any], path: str, fact: bytes | None) -> None:
        known = self.held.get(reader.name, path)
        if known != fact:
            self.replaced.setdefault(reader.name, {})[path] = known, fact
            self.held.put(reader.name, path, fact)
            self.different.add(f"of:{reader.name}")

    def _read(self, wanted: Sequence[Wanted]) -> Iterable[tuple[Reader[Any], Entry, bytes | None]]:
        """The fact; None when there is none, with the reason noted when that is a loss."""
        facts = facts_of(wanted, self._tree, self._memo)
        left, refused = self.left, self._tree.refused()
        for reader, entry in wanted:
            fact = facts.get(key_of(reader, entry.blob))
            if fact is None:
                left.unread[entry.path] = entry.blob, refused.get(entry.blob, "it could not be read")
            elif fact == NOTHING:
                fact = None
            elif fact.startswith(REFUSED):
                left.refused[entry.path] = problem_in(fact, reader.produces)
                fact = None
            yield reader, entry, fact


def _questions(change: Change) -> Iterable[str]:
    """What is answered differently when this path changes, whatever a reader makes of it."""
    path = change.path
    if change.before or change.after:
        yield f"blob:{path}"
    if bool(change.before) != bool(change.after):
        yield f"has:{path}"
        yield "paths"


def _left(memo: Memo) -> Left | None:
    left = memo.get("files")
    return recall(_DECODER, left) if left else None


_DECODER = msgspec.msgpack.Decoder(Left)
