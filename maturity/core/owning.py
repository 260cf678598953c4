"""Who owns a repository by its CODEOWNERS file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from maturity.core.facts.owners import PLACES
from maturity.core.readers.codeowners import CodeownersRule, read
from maturity.core.tree import Tree

MAX_BYTES = 1_000_000
MAX_DIRECTORIES = 200
MAX_PATTERN, MAX_STARS = 512, 20
EVERYTHING = ("*", "**", "/**", "/*", "")


def read_from(tree: Tree) -> tuple[str, str]:
    """Where the file lies that hosts read, and what it says; ("", "") without one or with too large a one."""
    there = {entry.path: entry for entry in tree.entries() if entry.path in PLACES}
    for place in PLACES:
        if place in there and there[place].size <= MAX_BYTES:
            for _blob, content in tree.read([there[place].blob]):
                return place, content[:MAX_BYTES].decode("utf-8", "replace")
    return "", ""


def candidates(text: str, directories: Collection[str]) -> Iterator[tuple[str, int]]:
    """Handles that own the repository, the best first, each with the line that says so.

    The owners of "*" come first, in the order they are written; of several such lines the last one counts.
    Then come the owners of the stacks, whose `directories` these are: those who own most of them first. What
    owns a directory is the last line that matches it, as hosts read the file.
    """
    rules = read("CODEOWNERS", text.encode("utf-8", "replace")[:MAX_BYTES]).rules
    for rule in reversed(rules):
        if rule.pattern.rstrip("/") in EVERYTHING:
            yield from ((owner, rule.line) for owner in rule.owners)
            break
    owned: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for directory in sorted(directories)[:MAX_DIRECTORIES]:
        deciding = decides(rules, directory)
        for owner in deciding.owners if deciding else ():
            owned[owner] += 1
            lines.setdefault(owner, deciding.line if deciding else 0)
    yield from ((owner, lines[owner]) for owner, _ in owned.most_common())


def decides(rules: Collection[CodeownersRule], directory: str) -> CodeownersRule | None:
    return next((rule for rule in reversed(tuple(rules)) if covers(rule.pattern, directory)), None)


def covers(pattern: str, directory: str) -> bool:
    """Whether a rule with this pattern is about everything in the directory."""
    if len(pattern) > MAX_PATTERN or pattern.count("*") > MAX_STARS:
        return False
    pattern = pattern.rstrip("/")
    if pattern in EVERYTHING:
        return True
    anchored, bare = pattern.startswith("/"), pattern.strip("/").removesuffix("/**").removesuffix("/*")
    if bare.startswith(("*.tf", "**/*.tf")):
        return True
    places = [directory]
    if not anchored and "/" not in bare:
        places += directory.split("/")
    return any(place == bare or place.startswith(f"{bare}/") or fnmatchcase(place, bare) for place in places)
