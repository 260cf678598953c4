"""Justfiles: recipes, what they depend on, and their lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from maturity.core.reader import Reader
from maturity.core.readers._recipes import Recipe, RecipeLine, find, recipe_commands
from maturity.core.syntax.shell import Command

_ASSIGNMENT = re.compile(r"(?:export[ \t]++)?([A-Za-z_][\w-]*+)[ \t]*+:=[ \t]*+(.*)")
_SETTING = re.compile(r"set[ \t]++([\w-]++)(?:[ \t]*+:=[ \t]*+(.*))?")
_ALIAS = re.compile(r"alias[ \t]++([\w-]++)[ \t]*+:=[ \t]*+([\w-]++)")
_IMPORT = re.compile(r"(?:import|mod)\??[ \t]++(.*)")
_HEADER = re.compile(r"@?([A-Za-z_][\w-]*+)((?:[ \t]++[^:\s]++)*)[ \t]*+:(?!=)(.*)")
_PARAMETER = re.compile(r"[+*$]*([\w-]++)(?:=(.*))?")
_REFERENCE = re.compile(r"\{\{[ \t]{0,9}([\w-]{1,100})[ \t]{0,9}\}\}")
_NAMES = re.compile(r"[A-Za-z_][\w-]*")
_CALL = re.compile(r"\([^()\n]*\)")
_SHELL = re.compile(r"#!.*?\b(?:ba|z|k|da)?sh\b")


class Justfile(Struct, frozen=True, omit_defaults=True):
    """Recipes in the order written; the first is what a bare `just` runs.

    variables   those given as a quoted string
    includes    paths of imports and modules as written
    """

    recipes: tuple[Recipe, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    includes: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    strict: bool = False

    def recipe(self, name: str) -> Recipe | None:
        return find(self.recipes, self.aliases.get(name, name))

    def commands(
        self, name: str, arguments: Sequence[str] = (), given: Mapping[str, str] | None = None
    ) -> list[Command]:
        """What `just VAR=value name arguments` runs, dependencies not included; lines count from 0."""
        recipe = self.recipe(name)
        if recipe is None:
            return []
        variables = {**self.variables, **(given or {})}
        for index, (parameter, default) in enumerate(recipe.parameters):
            variables[parameter] = arguments[index] if index < len(arguments) else default
        return recipe_commands(recipe, lambda text: _filled(text, variables), strict=self.strict)


def _filled(text: str, variables: Mapping[str, str]) -> str:
    return _REFERENCE.sub(lambda match: variables.get(match[1]) or match[0], text)


def _wants(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name in ("justfile", ".justfile") or name.endswith(".just")


def _read(_path: str, data: bytes) -> Justfile:
    reading = _Reading()
    for line, text in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        reading.take(line, text.rstrip("\r"))
    return reading.result()


class _Reading:
    def __init__(self) -> None:
        self._variables: dict[str, str] = {}
        self._includes: list[str] = []
        self._aliases: dict[str, str] = {}
        self._recipes: list[Recipe] = []
        self._open: tuple[Recipe, list[RecipeLine]] | None = None
        self._cwd = ""
        self._strict = False

    def take(self, line: int, text: str) -> None:
        if self._open is not None and (text[:1] in (" ", "\t") or not text.strip()):
            self._open[1].append(RecipeLine(text.strip(), line))
            return
        self._close()
        if not text.strip() or text[0] in "#[ \t":
            return
        if match := _ALIAS.fullmatch(text.strip()):
            self._aliases[match[1]] = match[2]
        elif match := _ASSIGNMENT.fullmatch(text):
            if (value := _string(match[2])) is not None:
                self._variables[match[1]] = value
        elif (match := _SETTING.fullmatch(text)) and ":" not in match[1]:
            self._set(match[1], match[2] or "")
        elif match := _HEADER.fullmatch(text):
            self._header(match, line)
        elif match := _IMPORT.fullmatch(text):
            self._includes.append(match[1].strip("'\" "))

    def result(self) -> Justfile:
        self._close()
        return Justfile(
            tuple(self._recipes), self._variables, tuple(self._includes), self._aliases, self._strict
        )

    def _set(self, name: str, value: str) -> None:
        if name == "working-directory":
            self._cwd = _string(value) or ""
        elif name == "shell":
            self._strict = any("e" in flag for flag in re.findall(r"['\"]-(\w{1,9})['\"]", value))

    def _header(self, match: re.Match[str], line: int) -> None:
        words = [found for word in match[2].split() if (found := _PARAMETER.fullmatch(word))]
        parameters = tuple((word[1], (word[2] or "").strip("'\"")) for word in words)
        needs = _NAMES.findall(_CALL.sub(_first_word, match[3].partition("#")[0]))
        recipe = Recipe(match[1], line, (), tuple(needs), self._cwd, parameters)
        self._open = (recipe, [])

    def _close(self) -> None:
        if self._open is None:
            return
        recipe, written = self._open
        self._open = None
        while written and not written[-1].text:
            written.pop()
        whole = bool(written) and written[0].text.startswith("#!")
        if whole and not _SHELL.match(written[0].text):
            written = []
        lines = written if whole else _shell_lines(written)
        self._recipes.append(
            Recipe(recipe.name, recipe.line, tuple(lines), recipe.needs, recipe.cwd, recipe.parameters, whole)
        )


def _first_word(match: re.Match[str]) -> str:
    return " ".join(match[0].strip("()").split()[:1])


def _shell_lines(written: Sequence[RecipeLine]) -> list[RecipeLine]:
    """Prefixes taken off, continued lines joined."""
    found: list[RecipeLine] = []
    for line in written:
        if found and found[-1].text.endswith("\\"):
            found[-1] = RecipeLine(f"{found[-1].text}\n{line.text}", found[-1].line, found[-1].ignored)
        elif line.text and not line.text.startswith("#"):
            text = line.text.lstrip("@-")
            found.append(RecipeLine(text.strip(), line.line, "-" in line.text[: len(line.text) - len(text)]))
    return found


def _string(value: str) -> str | None:
    value = value.strip()
    quoted = len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]
    return value[1:-1] if quoted else None


reader = Reader("justfile", 1, Justfile, _wants, _read)
