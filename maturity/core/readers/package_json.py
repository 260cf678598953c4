"""package.json: its scripts, and which packages it depends on."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field

from maturity.core.reader import Reader
from maturity.core.readers._recipes import Recipe, RecipeLine, find, recipe_commands
from maturity.core.syntax.shell import Command

_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_MAX_MISSES = 20


class PackageJson(Struct, frozen=True, omit_defaults=True):
    """Scripts as recipes (`needs`: its `pre` script), and package -> version as written."""

    recipes: tuple[Recipe, ...] = ()
    dependencies: dict[str, str] = field(default_factory=dict)
    workspaces: tuple[str, ...] = ()

    def recipe(self, name: str) -> Recipe | None:
        return find(self.recipes, name)

    def commands(self, name: str) -> list[Command]:
        """What `npm run name` runs, its `pre` and `post` scripts not included; lines count from 0."""
        recipe = self.recipe(name)
        return recipe_commands(recipe) if recipe is not None else []


class _Content(Struct):
    scripts: Any = None
    dependencies: Any = None
    devDependencies: Any = None
    peerDependencies: Any = None
    optionalDependencies: Any = None
    workspaces: Any = None


def _wants(path: str) -> bool:
    return path == "package.json" or path.endswith("/package.json")


def _read(_path: str, data: bytes) -> PackageJson:
    try:
        content = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Content)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"Not valid JSON: {error}.") from None
    scripts = _texts(content.scripts)
    dependencies: dict[str, str] = {}
    for kind in _DEPENDENCIES:
        dependencies |= _texts(getattr(content, kind))
    workspaces = content.workspaces
    if isinstance(workspaces, dict):
        workspaces = workspaces.get("packages")
    listed = workspaces if isinstance(workspaces, list) else []
    return PackageJson(
        tuple(_recipes(scripts, data)), dependencies, tuple(item for item in listed if isinstance(item, str))
    )


def _texts(node: Any) -> dict[str, str]:
    items = node.items() if isinstance(node, dict) else ()
    return {key: value for key, value in items if isinstance(value, str)}


def _recipes(scripts: dict[str, str], data: bytes) -> list[Recipe]:
    found = []
    misses = 0
    at = max(data.find(b'"scripts"'), 0)
    line = data.count(b"\n", 0, at) + 1
    for name, text in scripts.items():
        here = data.find(msgspec.json.encode(name), at) if misses < _MAX_MISSES else -1
        misses += here < 0
        if here >= 0:
            line += data.count(b"\n", at, here)
            at = here
        needs = (f"pre{name}",) if f"pre{name}" in scripts else ()
        found.append(Recipe(name, line, (RecipeLine(text, line),), needs))
    return found


reader = Reader("package_json", 1, PackageJson, _wants, _read, ends=("package.json",))
