"""Reading a command line: which words are options, which are verbs, which are targets."""

from __future__ import annotations

import re
from collections.abc import Collection

from msgspec import Struct

_UNKNOWN = re.compile(r"^[\"']?(?:\$|\{\{|<<|%)")
_PLAN = re.compile(
    r"(?:^|[^a-z])(?:tf)?plans?(?:[^a-z]|$)|tfplan|show\.json|planfile|changeset", re.IGNORECASE
)
_RENDERED = re.compile(r"render|cdk\.out|synth|manifests?\.ya?ml$", re.IGNORECASE)


class Line(Struct, frozen=True):
    """One command line after its tool.

    verbs   the words that are no options, in order
    flags   the options, values joined on: "--dir=x"
    after   what follows a bare `--`
    """

    verbs: tuple[str, ...]
    flags: tuple[str, ...]
    after: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        return self.verbs[0] if self.verbs else ""

    @property
    def rest(self) -> tuple[str, ...]:
        return self.verbs[1:]

    def has(self, *names: str) -> bool:
        """Whether one of the options is given, and not as "=false"."""
        return any(
            (flag in names) or (name in names and value.lower() not in {"false", "0"})
            for flag in self.flags
            for name, _, value in [flag.partition("=")]
        )

    def flags_off(self, name: str) -> bool:
        """Whether the option is given as "=false"."""
        return self.value(name).lower() in {"false", "0"}

    def value(self, *names: str) -> str:
        """The value of the last of these options, "" without one."""
        found = ""
        for flag in self.flags:
            name, _, value = flag.partition("=")
            if name in names:
                found = value
        return found

    def values(self, *names: str) -> list[str]:
        return [
            value
            for flag in self.flags
            for name, _, value in [flag.partition("=")]
            if name in names and value
        ]


def read(words: tuple[str, ...], valued: Collection[str] = ()) -> Line:
    """Split the words after the tool. `valued`: options whose value is the next word ("--dir x")."""
    verbs: list[str] = []
    flags: list[str] = []
    at = 1
    while at < len(words):
        word = words[at]
        if word == "--":
            return Line(tuple(verbs), tuple(flags), words[at + 1 :])
        if len(word) > 1 and word.startswith("-") and not _number(word):
            if word in valued and at + 1 < len(words):
                at += 1
                word = f"{word}={words[at]}"
            flags.append(word)
        elif word:
            verbs.append(word)
        at += 1
    return Line(tuple(verbs), tuple(flags))


def _number(word: str) -> bool:
    return word[1:].isdigit()


def unknown(word: str) -> bool:
    """A word whose text is known only at run time: "$X", "${{ … }}", "$(…)"."""
    return _UNKNOWN.match(word) is not None


def is_plan(path: str) -> bool:
    """A file name that speaks of a plan: "tfplan.json", "plan.out", "show.json"."""
    return _PLAN.search(path.rpartition("/")[2]) is not None


def is_rendered(path: str) -> bool:
    """A file name that speaks of rendered manifests or templates."""
    return _RENDERED.search(path) is not None
