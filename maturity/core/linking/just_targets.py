"""`just plan prod`, `just -d infra plan`: recipes with their arguments."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.linking.recipes import assignments, in_order, opened
from maturity.core.readers.justfile import Justfile
from maturity.core.tools._words import read

_FILES = ("justfile", "Justfile", ".justfile")
_VALUED = frozenset({"-f", "--justfile", "-d", "--working-directory", "--set", "--shell", "--dotenv-path"})
MAX_INCLUDES = 20

Books = list[tuple[str, Justfile]]


def just_target(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when it is no just; [] when there is no such justfile or recipe."""
    if words[0].rpartition("/")[2] != "just":
        return None
    line = read(words, _VALUED)
    folder = inside(frame.cwd, line.value("-d", "--working-directory"))
    books = list(_justfiles(folder, line.value("-f", "--justfile"), files))
    if not books:
        return []
    cwd = folder if line.value("-d", "--working-directory") else paths.folder(books[0][0])
    given = assignments(line.verbs)
    return [
        one
        for name, arguments in _asked([word for word in line.verbs if "=" not in word], books)
        for one in _recipes(name, arguments, books, cwd, given)
    ]


def _asked(verbs: list[str], books: Books) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Recipe after recipe, each taking as many words as it has parameters."""
    if not verbs and books[0][1].recipes:
        verbs = [books[0][1].recipes[0].name]
    at = 0
    while at < len(verbs):
        found = next((recipe for _, book in books if (recipe := book.recipe(verbs[at]))), None)
        takes = len(found.parameters) if found is not None else 0
        yield verbs[at], tuple(verbs[at + 1 : at + 1 + takes])
        at += 1 + takes


def _recipes(
    name: str, arguments: tuple[str, ...], books: Books, cwd: str | None, given: dict[str, str]
) -> Iterator[Opened]:
    for path, book, recipe, asked in in_order([name], books):
        if isinstance(book, Justfile):
            words = arguments if asked == name else ()
            named = {**given, **({"": " ".join(words)} if words else {})}
            yield opened(path, recipe, book.commands(asked, words, given), cwd, named)


def _justfiles(folder: str | None, named: str, files: Files) -> Iterator[tuple[str, Justfile]]:
    """The justfile of the folder or the nearest above, and what it imports."""
    path = _nearest(folder, named, files)
    found = files.get(path, Justfile) if path else None
    if path is None or found is None:
        return
    yield path, found
    for include in found.includes[:MAX_INCLUDES]:
        place = inside(paths.folder(path), include)
        included = files.get(place, Justfile) if place and files.has(place) else None
        if place and included:
            yield place, included


def _nearest(folder: str | None, named: str, files: Files) -> str | None:
    if named:
        path = inside(folder, named) if folder is not None else None
        return path if path is not None and files.has(path) else None
    for place in paths.upwards(folder):
        for file in _FILES:
            path = inside(place, file)
            if path is not None and files.has(path):
                return path
    return None
