"""What Makefiles, Taskfiles, justfiles and package.json have in common: named recipes of shell lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, structs

from maturity.core.syntax.shell import Command, commands, enter

_MAX_LINES = 2_000
_IGNORED = "its failure is ignored by the recipe"


class RecipeLine(Struct, frozen=True, array_like=True):
    """Shell text that begins on `line`; `ignored`: its failure does not stop the recipe."""

    text: str
    line: int
    ignored: bool = False


class Recipe(Struct, frozen=True, omit_defaults=True):
    """One target, task or script.

    needs       recipes that run before it, in order
    cwd         where it runs, relative to the file; "" = beside the file
    parameters  (name, default) of its arguments, in order
    one_script  its lines are one script; otherwise each is a shell of its own, and a failing one ends it all
    """

    name: str
    line: int
    lines: tuple[RecipeLine, ...] = ()
    needs: tuple[str, ...] = ()
    cwd: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    one_script: bool = False


def find(recipes: Iterable[Recipe], name: str) -> Recipe | None:
    """The recipe of this name; the one with lines when a name is written more than once."""
    named = [recipe for recipe in recipes if recipe.name == name]
    return next((recipe for recipe in named if recipe.lines), named[0] if named else None)


def recipe_commands(
    recipe: Recipe, fill: Callable[[str], str] = str, *, strict: bool = False
) -> list[Command]:
    """The commands of a recipe; `fill` puts variables in. Lines count from 0, the first of the file.

    strict    its shells run with `-e`
    """
    found: list[Command] = []
    pipelines = 0
    for line in _scripts(recipe):
        for command in commands(fill(line.text), loose=not strict and not recipe.one_script):
            tolerated = command.tolerated or (_IGNORED if line.ignored else "")
            found.append(
                structs.replace(
                    command,
                    line=command.line + line.line - 1,
                    cwd=enter(fill(recipe.cwd), command.cwd) if recipe.cwd else command.cwd,
                    pipeline=command.pipeline + pipelines,
                    tolerated=tolerated,
                )
            )
        pipelines = max((command.pipeline for command in found), default=0)
    return found


def _scripts(recipe: Recipe) -> Iterator[RecipeLine]:
    if not recipe.one_script:
        yield from recipe.lines[:_MAX_LINES]
    elif recipe.lines:
        yield RecipeLine("\n".join(line.text for line in recipe.lines), recipe.lines[0].line)
