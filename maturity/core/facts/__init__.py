"""What we know about a commit, before anybody judges it.

A fact is a frozen struct in `facts/<noun>.py`, made by the `collect` function beside it.
The parameters of `collect` say what it is made from: `Files`, or other facts. Criteria
name the facts they need the same way. Facts are made when first asked for, once.
"""

from __future__ import annotations

import importlib
from functools import cache
from types import GenericAlias
from typing import Any, TypeAlias, TypeVar, get_type_hints

import msgspec
from msgspec import Struct

from maturity.core.files import Files

T = TypeVar("T")
Sources: TypeAlias = dict[str, str]  # question to `Files` -> what it answered, as a fingerprint


class Missing(Struct, frozen=True):
    """We did not look, or we could not: never the same thing as "no"."""

    reason: str


class Facts:
    """The facts of one commit. `given` come from outside: connectors, attestations, tests.

    What a fact was made from is noted with it. When an earlier scan left it and nothing it was
    made from has changed, it is taken as it is.
    """

    def __init__(self, files: Files, *given: object, missing: dict[type, Missing] | None = None) -> None:
        self.files = files
        outside: dict[type, object] = {**{type(fact): fact for fact in given}, **(missing or {})}
        self._known: dict[type, object] = {Files: files, **outside}
        self._made_from: dict[type, Sources] = {
            kind: {f"given:{kind.__name__}": _print(fact)} for kind, fact in outside.items()
        }

    def get(self, kind: type[T]) -> T | Missing:
        if kind not in self._known:
            self._known[kind] = self._remembered(kind) or self._collect(kind)
        return self._known[kind]  # type: ignore[return-value]

    def _collect(self, kind: type) -> object:
        collect, needs = collector_of(kind)
        parts = [self.get(need) for need in needs]
        made_from: Sources = {}
        for need in needs:
            made_from.update(self._made_from.get(need, {}))
        fact: object = next((part for part in parts if isinstance(part, Missing)), None)
        if fact is None:
            with self.files.watch() as asked:
                fact = collect(*parts)
            made_from.update({question: self.files.fingerprint(question) for question in asked})
        self._made_from[kind] = made_from
        self._leave(kind, fact)
        return fact

    def _leave(self, kind: type, fact: object) -> None:
        sides = (None, fact) if isinstance(fact, Missing) else (fact, None)
        self.files.memo.put(_name(kind), msgspec.msgpack.encode((self._made_from[kind], *sides)))

    def _remembered(self, kind: type) -> object | None:
        left = self.files.memo.get(_name(kind))
        if left is None:
            return None
        try:
            made_from, fact, missing = _decoder(kind).decode(left)
        except msgspec.DecodeError:
            return None
        if any(self._print_of(question) != print_ for question, print_ in made_from.items()):
            return None
        self._made_from[kind] = made_from
        kept: object = fact if missing is None else missing
        return kept

    def _print_of(self, question: str) -> str:
        if question.startswith("given:"):
            name = question.removeprefix("given:")
            return next((_print(fact) for kind, fact in self._known.items() if kind.__name__ == name), "")
        return self.files.fingerprint(question)


@cache
def collector_of(kind: type) -> tuple[Any, tuple[type, ...]]:
    """The `collect` beside the fact's class, and the types of its parameters."""
    module = importlib.import_module(kind.__module__)
    collect = getattr(module, "collect", None)
    if collect is None:
        return lambda: Missing(f"{kind.__name__} not collected"), ()
    hints = get_type_hints(collect)
    return collect, tuple(hint for name, hint in hints.items() if name != "return")


def _name(kind: type) -> str:
    return f"fact/{kind.__module__}.{kind.__name__}"


def _print(fact: object) -> str:
    return msgspec.msgpack.encode(fact).hex()


@cache
def _decoder(kind: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(GenericAlias(tuple, (dict[str, str], kind | None, Missing | None)))
