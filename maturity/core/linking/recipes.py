"""What recipe files have in common once a command names a recipe: it runs after everything it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import structs

from maturity.core.linking.done import Opened
from maturity.core.pipeline import Shell
from maturity.core.readers._recipes import Recipe
from maturity.core.syntax.shell import Command

MAX_RECIPES = 60
MAX_DEPTH = 12


class Book(Protocol):
    """A file of recipes."""

    def recipe(self, name: str) -> Recipe | None: ...


Books = Sequence[tuple[str, Book]]


def in_order(wanted: Iterable[str], books: Books) -> list[tuple[str, Book, Recipe, str]]:
    """The recipes, each after what it needs, each once; a name no file knows is left out."""
    found: list[tuple[str, Book, Recipe, str]] = []
    seen: set[str] = set()

    def visit(name: str, depth: int) -> None:
        if name in seen or depth > MAX_DEPTH or len(found) >= MAX_RECIPES:
            return
        seen.add(name)
        for path, book in books:
            recipe = book.recipe(name)
            if recipe is not None:
                for need in recipe.needs:
                    visit(need, depth + 1)
                found.append((path, book, recipe, name))
                return

    for name in wanted:
        visit(name, 0)
    return found


def opened(
    path: str,
    recipe: Recipe,
    commands: Iterable[Command],
    cwd: str | None,
    given: Mapping[str, str] | None = None,
) -> Opened:
    """A recipe ends at its first failing command; what the file lets pass is already marked by its reader."""
    values = {name: (value,) for name, value in (given or {}).items()}
    arguments = " ".join(f"{name}={value}" for name, value in (given or {}).items())
    return Opened(
        name=f"{path}#{recipe.name} {arguments}",
        path=path,
        line=1,
        commands=tuple(commands),
        cwd=cwd,
        shell=Shell.ERREXIT,
        values=values,
    )


def softened(one: Opened, why: str) -> Opened:
    return structs.replace(one, soft=one.soft or why)


def assignments(words: Iterable[str]) -> dict[str, str]:
    """`ENV=prod` among the words of a command."""
    return {
        name: value
        for word in words
        for name, equals, value in [word.partition("=")]
        if equals and name.isidentifier()
    }
