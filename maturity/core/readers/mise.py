"""mise.toml: tasks, what they depend on, and their commands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers._lines import base_name, text_of
from maturity.core.readers._recipes import Recipe, RecipeLine, find, recipe_commands
from maturity.core.syntax.shell import Command

_NAMES = frozenset({"mise.toml", ".mise.toml", "mise.local.toml"})
_CONFIGURED = ("mise/config.toml", ".mise/config.toml")
_HEADER = re.compile(r"^\s{0,20}\[tasks\.[\"']?([^\"'\]\n]{1,200})[\"']?\]|^\s{0,20}\[tasks\]", re.MULTILINE)
_RUN = re.compile(r"^\s{0,20}run\s{0,20}=", re.MULTILINE)
MAX_TASKS = 300


class Mise(Struct, frozen=True):
    recipes: tuple[Recipe, ...] = ()

    def recipe(self, name: str) -> Recipe | None:
        return find(self.recipes, name)

    def commands(self, name: str) -> list[Command]:
        """What `mise run name` runs, dependencies not included; lines count from 0."""
        recipe = self.recipe(name)
        return recipe_commands(recipe, strict=True) if recipe is not None else []


def wants(path: str) -> bool:
    return base_name(path) in _NAMES or path.endswith(_CONFIGURED)


def read(_path: str, data: bytes) -> Mise | None:
    text = text_of(data)
    try:
        tasks = tomllib.loads(text).get("tasks")
    except (tomllib.TOMLDecodeError, RecursionError):
        raise ValueError("Not valid TOML.") from None
    if not isinstance(tasks, dict):
        return None
    lines = dict(_lines(text))
    named = list(tasks.items())[:MAX_TASKS]
    return Mise(tuple(_recipe(name, task, lines.get(name, 1), tasks) for name, task in named))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Task -> the line of its `run`, or of its header."""
    for header in _HEADER.finditer(text):
        following = _HEADER.search(text, header.end())
        run = _RUN.search(text, header.end(), following.start() if following else len(text))
        yield header[1] or "", text.count("\n", 0, run.end() if run else header.end()) + 1


def _recipe(name: str, task: Any, line: int, names: Iterable[str]) -> Recipe:
    given = task if isinstance(task, dict) else {"run": task}
    texts = [one for one in _listed(given.get("run")) if isinstance(one, str)]
    needs = [one for wanted in _listed(given.get("depends")) for one in _matching(wanted, names)]
    folder = given.get("dir")
    return Recipe(
        name,
        line,
        tuple(RecipeLine(text, line) for text in texts),
        tuple(needs),
        folder if isinstance(folder, str) else "",
    )


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [] if node is None else [node]


def _matching(wanted: Any, names: Iterable[str]) -> list[str]:
    """`depends = ["lint:*"]` names every task that begins so."""
    return [name for name in names if isinstance(wanted, str) and fnmatchcase(name, wanted)]


reader = Reader("mise", 1, Mise, wants, read, ends=(".toml",))
