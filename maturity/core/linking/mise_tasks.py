"""`mise run check`: the tasks of the nearest mise.toml."""

from __future__ import annotations

from maturity.core import paths
from maturity.core.files import Files
from maturity.core.linking.done import Frame, Opened
from maturity.core.linking.places import inside
from maturity.core.linking.recipes import in_order, opened
from maturity.core.readers.mise import Mise
from maturity.core.tools._words import read

_FILES = ("mise.toml", ".mise.toml", ".config/mise.toml", ".mise/config.toml", "mise/config.toml")
_RUNS = frozenset({"run", "r"})
_VALUED = frozenset({"-C", "--cd", "-j", "--jobs", "-o", "--output", "-t", "--tool", "-E", "--env"})


def mise_task(words: tuple[str, ...], frame: Frame, files: Files) -> list[Opened] | None:
    """None when no task of mise is asked for; [] when there is no such task."""
    if words[0].rpartition("/")[2] != "mise":
        return None
    line = read(words, _VALUED)
    verbs = [word for word in line.verbs if word != "tasks"]
    if len(verbs) < 2 or verbs[0] not in _RUNS:
        return None
    for folder in paths.upwards(inside(frame.cwd, line.value("-C", "--cd"))):
        for file in _FILES:
            path = paths.join(folder, file)
            book = files.get(path, Mise) if path and files.has(path) else None
            if path and book and book.recipe(verbs[1]):
                found = in_order([verbs[1]], [(path, book)])
                return [opened(path, recipe, book.commands(name), folder) for _, _, recipe, name in found]
    return []
