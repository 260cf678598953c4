"""Taskfiles (go-task): tasks, what they depend on, and their commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from maturity.core.reader import YAML, Reader
from maturity.core.readers._recipes import Recipe, RecipeLine, find, recipe_commands
from maturity.core.syntax import yaml
from maturity.core.syntax.shell import Command

_NAME = re.compile(r"(?:[\w.-]*[.-])?taskfile(?:\.dist)?\.ya?ml|taskfile[.-][\w.-]+\.ya?ml", re.IGNORECASE)
_REFERENCE = re.compile(r"\{\{-?\s{0,9}\.(\w{1,100})\s{0,9}-?\}\}")


class Taskfile(Struct, frozen=True, omit_defaults=True):
    """Tasks in the order written; a command `task: other` reads as the shell line "task other".

    variables   those given as text; what a shell computes is left out
    includes    prefix -> path as written
    strict      `set: [errexit]`
    """

    recipes: tuple[Recipe, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    includes: dict[str, str] = field(default_factory=dict)
    strict: bool = False

    def recipe(self, name: str) -> Recipe | None:
        return find(self.recipes, name)

    def commands(self, name: str, given: Mapping[str, str] | None = None) -> list[Command]:
        """What `task name VAR=value` runs, dependencies not included; lines count from 0."""
        recipe = self.recipe(name)
        if recipe is None:
            return []
        variables = {**self.variables, **dict(recipe.parameters), **(given or {})}
        return recipe_commands(recipe, lambda text: _filled(text, variables), strict=self.strict)


def _filled(text: str, variables: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda match: variables.get(match[1], match[0]), text)


def _wants(path: str) -> bool:
    return _NAME.fullmatch(path.rpartition("/")[2]) is not None


def _read(_path: str, data: bytes) -> Taskfile | None:
    documents = yaml.documents(data)
    top = yaml.mapping(documents[0] if documents else None)
    if "tasks" not in top and "includes" not in top:
        return None
    tasks = yaml.mapping(top.get("tasks"))
    return Taskfile(
        tuple(_task(name, node, tasks.key_lines[name]) for name, node in tasks.items()),
        {**_variables(top.get("env")), **_variables(top.get("vars"))},
        {name: _included(node) for name, node in yaml.mapping(top.get("includes")).items()},
        "errexit" in yaml.strings(top.get("set")) or "e" in yaml.strings(top.get("set")),
    )


def _included(node: yaml.Node) -> str:
    return yaml.text(node) or yaml.text(yaml.mapping(node).get("taskfile"))


def _variables(node: yaml.Node | None) -> dict[str, str]:
    return {name: str(value) for name, value in yaml.mapping(node).items() if isinstance(value, yaml.Scalar)}


def _task(name: str, node: yaml.Node, line: int) -> Recipe:
    if not isinstance(node, yaml.Mapping):
        return Recipe(name, line, tuple(_lines(node, ignored=False)))
    ignored = yaml.text(node.get("ignore_error")) == "true"
    lines = [*_lines(node.get("cmd"), ignored=ignored), *_lines(node.get("cmds"), ignored=ignored)]
    variables = {**_variables(node.get("env")), **_variables(node.get("vars"))}
    needs = tuple(filter(None, map(_needed, yaml.items(node.get("deps")))))
    return Recipe(name, line, tuple(lines), needs, yaml.text(node.get("dir")), tuple(variables.items()))


def _needed(node: yaml.Node) -> str:
    return yaml.text(node) or yaml.text(yaml.mapping(node).get("task"))


def _lines(node: yaml.Node | None, *, ignored: bool) -> Iterator[RecipeLine]:
    for item in yaml.items(node):
        if isinstance(item, yaml.Scalar):
            yield RecipeLine(str(item), item.first_line, ignored)
        elif isinstance(item, yaml.Mapping):
            soft = ignored or yaml.text(item.get("ignore_error")) == "true"
            command = item.get("cmd") or item.get("defer")
            if isinstance(command, yaml.Scalar):
                yield RecipeLine(str(command), command.first_line, soft)
            elif task := yaml.text(item.get("task")):
                given = " ".join(f"{name}={value}" for name, value in _variables(item.get("vars")).items())
                yield RecipeLine(f"task {task} {given}".strip(), item.line, soft)


reader = Reader("taskfile", 1, Taskfile, _wants, _read, ends=YAML)
