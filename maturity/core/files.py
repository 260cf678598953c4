"""Every file of one commit that some reader wants, read once and remembered by content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar, cast

from msgspec import Struct, json

from maturity.core.contents import fact_in
from maturity.core.linking.globs import Index
from maturity.core.memo import Memo as Memo
from maturity.core.memo import NoMemo as NoMemo
from maturity.core.paths import folder, is_vendored
from maturity.core.reader import Unreadable, all_readers
from maturity.core.survey import Survey
from maturity.core.tree import Entry, Skipped, Tree

T = TypeVar("T", bound=Struct)
V = TypeVar("V")


class Files:
    """The tracked files of a commit, and what the readers made of them.

    count  how many there are

    Whoever collects a fact is watched: `watch` notes what was asked, and `differs` tells whether
    the scan before this one would have got another answer.
    """

    def __init__(self, tree: Tree, memo: Memo | None = None) -> None:
        self._tree = tree
        self.memo: Memo = memo or NoMemo()
        self._readers = {reader.produces: reader for reader in all_readers()}
        self._survey = Survey(tree, self.memo)
        self.count = self._survey.left.files
        self._found: dict[type[Struct], dict[str, Any]] = {}
        self._asked: dict[tuple[type[Struct], str], Any] = {}
        self._made: dict[Callable[[Files], object], tuple[object, Sequence[str]]] = {}
        self._unseen: dict[str, str] = {}
        self._watching: list[set[str]] = []

    @property
    def skipped(self) -> Sequence[Skipped]:
        """Links, missing objects, oversized files: named, never followed."""
        left = self._survey.left
        unread = {path: reason for path, (_, reason) in left.unread.items()}
        return [Skipped(*one) for one in sorted({**self._unseen, **unread, **left.skipped}.items())]

    @property
    def paths(self) -> Sequence[str]:
        """Every regular tracked file outside vendored folders."""
        self._note("paths")
        return self._paths

    @property
    def unreadable(self) -> Mapping[str, Unreadable]:
        """path -> why a file of a wanted kind could not be read, in order of path."""
        self._note("unreadable")
        return dict(sorted(self._survey.left.refused.items()))

    def has(self, path: str) -> bool:
        self._note(f"has:{path}")
        return path in self._entries

    def has_folder(self, place: str) -> bool:
        """Whether any tracked file lies under the folder `place` ("" is the top)."""
        place = place.strip("/")
        self._note(f"folder:{place}")
        return place in self._folders

    def folders_in(self, place: str) -> Collection[str]:
        """The names of the folders right in the folder `place` ("" is the top)."""
        self._note(f"folders:{place}")
        return self._folders.get(place, frozenset())

    def ending(self, *ends: str) -> Sequence[str]:
        """The paths that end so."""
        self._note(f"ending:{json.encode(ends).decode()}")
        return [path for path in self._paths if path.endswith(ends)]

    def any_path(self, patterns: Sequence[str]) -> bool:
        """Whether a list of patterns lets a tracked file through."""
        found = self._index.any(patterns)
        self._note(f"any:{found:d}{json.encode(patterns).decode()}")
        return found

    def executable(self, path: str) -> bool:
        self._note(f"blob:{path}")
        return self._entries[path].executable

    def of(self, kind: type[T]) -> Mapping[str, T]:
        """path -> struct, for every file whose reader makes `kind`, in path order."""
        reader = self._readers[kind]
        self._note(f"of:{reader.name}")
        if kind not in self._found:
            held = self._survey.held.of(reader.name)
            self._found[kind] = {path: fact_in(encoded, kind) for path, encoded in held.items()}
        return cast("Mapping[str, T]", self._found[kind])

    def each(self, kind: type[T], look: Callable[[str, T], V | None]) -> Mapping[str, V]:
        """path -> what `look` sees in it, for every file of a kind it sees something in.

        `look` is a function of a module, and knows nothing but the path and the struct. A file that
        changes makes a difference only when `look` sees something else in it.
        """
        reader = self._readers[kind]
        with self.watch():
            every = self.of(kind)
        self._note(f"each:{reader.name}:{look.__module__}:{look.__name__}")
        return {path: seen for path, one in every.items() if (seen := look(path, one))}

    def get(self, path: str, kind: type[T]) -> T | None:
        """The struct of one file, read now when nobody wanted it; None: absent, another kind, broken."""
        self._note(f"blob:{path}")
        if path not in self._entries:
            return None
        if (kind, path) not in self._asked:  # kept apart: what `of` says may not depend on who asked before
            encoded = self._survey.fact(self._readers[kind], self._entries[path])
            self._asked[kind, path] = fact_in(encoded, kind)
        return cast("T | None", self._asked[kind, path])

    def line(self, path: str, line: int) -> str:
        """The text of one line, stripped, for showing evidence; "" when there is none."""
        return self.lines([(path, line)]).get((path, line), "")

    def lines(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Many lines at once: one read of each file."""
        asked = [(path, line, self._entry(path)) for path, line in wanted]
        blobs = {entry.blob for path, _, entry in asked if entry}
        content = {blob: data.split(b"\n") for blob, data in (self._tree.read(blobs) if blobs else ())}
        found = {}
        for path, line, entry in asked:
            self._note(f"blob:{path}")
            if entry and entry.blob not in content:
                self._unseen[path] = self._tree.refused().get(entry.blob, "it could not be read")
            text = content.get(entry.blob, []) if entry else []
            if 0 < line <= len(text):
                found[path, line] = text[line - 1].decode("utf-8", "replace").strip()
        return found

    @property
    def unseen(self) -> Mapping[str, str]:
        """path -> why no line of it can be shown."""
        return self._unseen

    def once(self, make: Callable[[Files], V]) -> V:
        """What `make` makes of these files, made once. Whoever asks has asked all that it asked."""
        if make not in self._made:
            with self.watch() as asked:
                made = make(self)
            self.share(make, made, asked)
        result, questions = self._made[make]
        for question in questions:
            self._note(question)
        return cast("V", result)

    def share(self, make: Callable[[Files], object], made: object, questions: Iterable[str]) -> None:
        """`made` is known to be what `make` would make, and what it would ask for that."""
        self._made[make] = made, tuple(questions)

    @contextmanager
    def watch(self) -> Iterator[set[str]]:
        """The questions asked inside, in words that `differs` understands."""
        seen: set[str] = set()
        self._watching.append(seen)
        try:
            yield seen
        finally:
            self._watching.pop()

    def differs(self, question: str) -> bool:
        """Whether the scan before this one may have got another answer."""
        if self._survey.changes is None or question in self._survey.different:
            return True
        if question.startswith("each:"):
            return self._differs_to_the_eye(question)
        return "paths" in self._survey.different and self._differs_by_paths(question)

    def changed(self, path: str) -> bool:
        """Whether the content of `path` may be another one than at the scan before."""
        changes = self._survey.changes
        return changes is None or path in changes

    def keep(self) -> None:
        """Leave to the next scan what this one knows."""
        if self.memo.lasting:
            self._survey.keep()

    def _note(self, question: str) -> None:
        if self._watching:
            self._watching[-1].add(question)

    def _differs_to_the_eye(self, question: str) -> bool:
        _, name, module, function = question.split(":")
        look = getattr(import_module(module), function)
        kind = next(kind for kind, reader in self._readers.items() if reader.name == name)
        for path, versions in self._survey.replaced.get(name, {}).items():
            before, now = (fact_in(version, kind) for version in versions)
            if ((before and look(path, before)) or None) != ((now and look(path, now)) or None):
                return True
        return False

    def _differs_by_paths(self, question: str) -> bool:
        """Paths came or went: whether that matters to this question."""
        what, _, about = question.partition(":")
        if what == "ending":
            return any(path.endswith(tuple(json.decode(about))) for path in self._came_or_went)
        if what == "folder":
            return about in self._other_folders
        if what == "folders":
            return any(folder(place) == about for place in self._other_folders)
        return what == "any" and about[0] != f"{self._index.any(json.decode(about[1:])):d}"

    def _entry(self, path: str) -> Entry | None:
        """Of a changed path without listing the others."""
        changes = self._survey.changes
        change = changes.get(path) if changes and not is_vendored(path) else None
        return change.after if change else self._entries.get(path)

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return {entry.path: entry for entry in self._tree.entries() if not is_vendored(entry.path)}

    @cached_property
    def _paths(self) -> Sequence[str]:
        return tuple(self._entries)

    @cached_property
    def _index(self) -> Index:
        return Index(self._paths)

    @cached_property
    def _folders(self) -> Mapping[str, set[str]]:
        return _folders_of(self._paths)

    @cached_property
    def _came_or_went(self) -> frozenset[str]:
        changes = (self._survey.changes or {}).values()
        paths = (one.path for one in changes if bool(one.before) != bool(one.after))
        return frozenset(path for path in paths if not is_vendored(path))

    @cached_property
    def _other_folders(self) -> Collection[str]:
        """Folders that are new, or no more."""
        before = _folders_of(self._entries.keys() ^ self._came_or_went)
        return before.keys() ^ self._folders.keys()


def _folders_of(paths: Iterable[str]) -> dict[str, set[str]]:
    """Every folder -> the names of those right in it."""
    seen: dict[str, set[str]] = {"": set()}
    for path in paths:
        place = path.rpartition("/")[0]
        while place not in seen:
            seen[place] = set()
            place = place.rpartition("/")[0]
    for place in seen:
        above, _, name = place.rpartition("/")
        if name:
            seen[above].add(name)
    return seen
