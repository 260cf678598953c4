"""`task plan`, `task -d infra plan ENV=prod`, `task infra:plan` (of an included Taskfile)."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.linking.recipes import assignments, in_order, opened
from maturity.core.readers.taskfile import Taskfile
from maturity.core.tools._words import read

_FILES = (
    "Taskfile.yml",
    "taskfile.yml",
    "Taskfile.yaml",
    "taskfile.yaml",
    "Taskfile.dist.yml",
    "Taskfile.dist.yaml",
)
_VALUED = frozenset(
    {"-d", "--dir", "-t", "--taskfile", "-o", "--output", "-C", "--concurrency", "-I", "--interval"}
)
MAX_INCLUDED = 4


def task_target(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when it is no go-task; [] when there is no such Taskfile or task."""
    if words[0].rpartition("/")[2] not in {"task", "go-task"}:
        return None
    line = read(words, _VALUED)
    folder = inside(frame.cwd, line.value("-d", "--dir"))
    given = assignments(line.verbs)
    names = [word for word in line.verbs if "=" not in word] or ["default"]
    return [
        one
        for name in names
        for one in _task(name, folder, line.value("-t", "--taskfile"), given, files, frame)
    ]


def _task(
    name: str, folder: str | None, named: str, given: dict[str, str], files: Files, frame: Frame
) -> list[Opened]:
    """A name of an included file carries its prefix; inside that file it does not."""
    own = files.of(Taskfile).get(frame.path)
    if own is not None and own.recipe(name) is not None:
        return list(_recipes(name, frame.path, own, folder, given))
    for path, book, inner in _taskfiles(name, folder, named, files):
        if book.recipe(inner) is not None:
            return list(_recipes(inner, path, book, folder, given))
    return []


def _recipes(
    name: str, path: str, book: Taskfile, cwd: str | None, given: dict[str, str]
) -> Iterator[Opened]:
    for place, found, recipe, asked in in_order([name], [(path, book)]):
        if isinstance(found, Taskfile):
            yield opened(place, recipe, found.commands(asked, given), cwd, given)


def _taskfiles(
    name: str, folder: str | None, named: str, files: Files
) -> Iterator[tuple[str, Taskfile, str]]:
    """The Taskfile of the folder, then the included one its prefix names, with the name it has there."""
    places = [inside(folder, file) for file in ((named,) if named else _FILES)]
    path = next((place for place in places if place is not None and files.has(place)), None)
    for _ in range(MAX_INCLUDED):
        book = files.get(path, Taskfile) if path else None
        if path is None or book is None:
            return
        yield path, book, name
        prefix, _colon, rest = name.partition(":")
        include = book.includes.get(prefix)
        if not include or not rest:
            return
        place = inside(paths.folder(path), include)
        candidates = [place] if place and files.has(place) else [inside(place, file) for file in _FILES]
        path, name = next((one for one in candidates if one and files.has(one)), None), rest
