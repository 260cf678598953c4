"""Makefiles: targets, what they depend on, and their recipes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from maturity.core.reader import Reader
from maturity.core.readers._make_text import expand, joined_lines
from maturity.core.readers._recipes import Recipe, RecipeLine, find, recipe_commands
from maturity.core.syntax.shell import Command

_NAMES = frozenset({"makefile", "gnumakefile"})
_ASSIGNMENT = re.compile(
    r"[ ]*+(?:(?:override|export|private)[ \t]++)*([\w./-]++)[ \t]*+(\?|:{1,3}|\+|!)?=[ \t]*+(.*)", re.DOTALL
)
_DEFINE = re.compile(r"[ ]*+(?:override[ \t]++)?define[ \t]++([\w.-]++)")
_INCLUDE = re.compile(r"[ ]*+[-s]?include[ \t]++(.++)", re.DOTALL)
_CONDITIONAL = re.compile(r"[ ]*+(?:ifeq|ifneq|ifdef|ifndef|else|endif)\b")
_SPECIAL = re.compile(r"\.[A-Z_]+")
_PREFIX = re.compile(r"[@+\- \t]*+")
_MAX_TARGETS = 2_000
_MAX_TEXT = 4_000


class Makefile(Struct, frozen=True, omit_defaults=True):
    """Targets in the order written; both branches of a conditional count.

    variables   as written, the last assignment wins; `define` blocks too
    includes    paths as written
    default     the target a bare `make` runs, or ""
    strict      `.SHELLFLAGS` has `-e`
    """

    recipes: tuple[Recipe, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    includes: tuple[str, ...] = ()
    default: str = ""
    strict: bool = False

    def recipe(self, name: str) -> Recipe | None:
        """The target of this name, or the pattern rule (`plan-%`) that makes it."""
        return find(self.recipes, name) or next(
            (recipe for recipe in self.recipes if _stem(recipe.name, name) is not None), None
        )

    def commands(self, name: str, given: Mapping[str, str] | None = None) -> list[Command]:
        """What `make name VAR=value` runs, dependencies not included; lines count from 0."""
        recipe = self.recipe(name)
        if recipe is None:
            return []
        variables = {**self.variables, **(given or {}), "@": name, "*": _stem(recipe.name, name) or ""}
        variables["<"] = recipe.needs[0] if recipe.needs else ""
        variables["^"] = " ".join(recipe.needs)
        return recipe_commands(recipe, lambda text: expand(text, variables), strict=self.strict)


def _stem(pattern: str, name: str) -> str | None:
    before, percent, after = pattern.partition("%")
    if not percent or len(name) <= len(before) + len(after):
        return None
    if not (name.startswith(before) and name.endswith(after)):
        return None
    return name[len(before) : len(name) - len(after)]


def _wants(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return name in _NAMES or name.endswith(".mk") or name.startswith("makefile.")


def _read(_path: str, data: bytes) -> Makefile:
    reading = _Reading()
    for line, text in joined_lines(data.decode("utf-8-sig", "replace")):
        reading.take(line, text)
    return reading.result()


class _Reading:
    def __init__(self) -> None:
        self._variables: dict[str, str] = {}
        self._includes: list[str] = []
        self._rules: list[tuple[list[str], int, list[str], list[RecipeLine]]] = []
        self._defining = ""
        self._one_shell = False

    def take(self, line: int, text: str) -> None:
        if self._defining:
            self._define(text)
        elif text.startswith("\t") and self._rules:
            self._recipe_line(line, text)
        elif not text.strip() or text.lstrip().startswith("#") or _CONDITIONAL.match(text):
            return
        elif match := _DEFINE.match(text):
            self._defining = match[1]
            self._variables[match[1]] = ""
        elif match := _INCLUDE.match(text):
            self._includes += _uncommented(match[1]).split()
        elif match := _ASSIGNMENT.fullmatch(text):
            self._assign(match[1], match[2] or "", _uncommented(match[3]))
        else:
            self._rule(line, text)

    def result(self) -> Makefile:
        recipes: list[Recipe] = []
        for names, line, needs, lines in self._rules:
            for name in expand(" ".join(names), self._variables).split():
                if _SPECIAL.fullmatch(name):
                    continue
                wanted = tuple(expand(" ".join(needs), self._variables).split())
                recipes.append(Recipe(name, line, tuple(lines), wanted, one_script=self._one_shell))
        chosen = self._variables.get(".DEFAULT_GOAL", "")
        default = next((recipe.name for recipe in recipes if not recipe.name.startswith((".", "%"))), "")
        flags = self._variables.get(".SHELLFLAGS", "").split()
        strict = any(flag.startswith("-") and "e" in flag for flag in flags) or "errexit" in flags
        includes = expand(" ".join(self._includes), self._variables).split()
        return Makefile(
            tuple(recipes[:_MAX_TARGETS]), self._variables, tuple(includes), chosen or default, strict
        )

    def _define(self, text: str) -> None:
        if text.strip().startswith("endef"):
            self._defining = ""
            return
        before = self._variables[self._defining]
        self._variables[self._defining] = f"{before}\n{text.strip()}".strip("\n")[:_MAX_TEXT]

    def _recipe_line(self, line: int, text: str) -> None:
        prefix = _PREFIX.match(text, 1)
        start = prefix.end() if prefix else 1
        if text[start:].strip():
            self._rules[-1][3].append(RecipeLine(text[start:][:_MAX_TEXT], line, "-" in text[1:start]))

    def _assign(self, name: str, how: str, value: str) -> None:
        value = value.replace("\\\n", " ").strip()
        if how == "?" and name in self._variables:
            return
        if how == "+":
            value = f"{self._variables.get(name, '')} {value}".strip()
        self._variables[name] = (f"$(shell {value})" if how == "!" else value)[:_MAX_TEXT]

    def _rule(self, line: int, text: str) -> None:
        head, semicolon, inline = _uncommented(text).partition(";")
        names, colon, rest = head.replace("\\\n", " ").partition(":")
        if not colon or "=" in names or not names.strip():
            return
        rest = rest.lstrip(":&")
        if "=" in rest.partition("$")[0]:
            return  # a variable of one target
        if names.strip() == ".ONESHELL":
            self._one_shell = True
        if len(self._rules) < _MAX_TARGETS:
            self._rules.append((names.split(), line, rest.replace("|", " ").split(), []))
            if semicolon and inline.strip():
                self._recipe_line(line, "\t" + inline)


def _uncommented(text: str) -> str:
    return text.partition(" #")[0] if not text.startswith("#") else ""


reader = Reader("makefile", 1, Makefile, _wants, _read)
