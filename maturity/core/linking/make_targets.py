"""`make plan`, `make -C infra plan ENV=prod`: the recipes of the target and of what it needs."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.linking.recipes import assignments, in_order, opened, softened
from maturity.core.readers.makefile import Makefile
from maturity.core.tools._words import read

_FILES = ("GNUmakefile", "makefile", "Makefile")
_MAKE = frozenset({"make", "gmake", "$MAKE", "${MAKE}", "$(MAKE)", "remake"})
_VALUED = frozenset({"-C", "--directory", "-f", "--file", "--makefile", "-I", "-o", "-W", "-l", "-O"})
_JOBS = frozenset({"-j", "--jobs"})
MAX_INCLUDES = 20


def make_target(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when it is no make; [] when there is no such makefile or target."""
    if words[0] not in _MAKE and words[0].rpartition("/")[2] not in _MAKE:
        return None
    line = read(_without_jobs(words), _VALUED)
    folder = inside(frame.cwd, line.value("-C", "--directory"))
    books = list(_makefiles(folder, line.value("-f", "--file", "--makefile"), files))
    if not books:
        return []
    given = assignments(line.verbs)
    wanted = [word for word in line.verbs if "=" not in word] or [books[0][1].default]
    found = [
        opened(path, recipe, book.commands(name, given), folder, given)
        for path, book, recipe, name in in_order(wanted, books) if isinstance(book, Makefile)
    ]  # fmt: skip
    ignores = line.has("-i", "--ignore-errors")
    return [softened(one, "make -i ignores failures") for one in found] if ignores else found


def _makefiles(folder: str | None, named: str, files: Files) -> Iterator[tuple[str, Makefile]]:
    """The makefile of the folder and what it includes."""
    places = [inside(folder, name) for name in ((named,) if named else _FILES)]
    path = next((place for place in places if place is not None and files.has(place)), None)
    found = files.get(path, Makefile) if path else None
    if path is None or found is None:
        return
    yield path, found
    for include in found.includes[:MAX_INCLUDES]:
        for base in (folder, paths.folder(path)):
            place = inside(base, include)
            included = files.get(place, Makefile) if place and files.has(place) else None
            if place and included:
                yield place, included
                break


def _without_jobs(words: tuple[str, ...]) -> tuple[str, ...]:
    """`make -j 4 plan`, `make -j plan`: the number may be left out."""
    return tuple(
        word for at, word in enumerate(words)
        if word not in _JOBS and not (word.isdigit() and at and words[at - 1] in _JOBS)
    )  # fmt: skip
