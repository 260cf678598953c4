"""What we know about a commit, before anybody judges it.

A fact is a frozen struct in `facts/<noun>.py`, made by the `collect` function beside it.
The parameters of `collect` say what it is made from: `Files`, or other facts. Criteria
name the facts they need the same way. Facts are made when first asked for, once.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import cache
from types import GenericAlias
from typing import Any, TypeAlias, TypeVar, get_type_hints

import msgspec
from msgspec import Struct

from maturity.core.files import Files
from maturity.core.memo import Forgotten, Memo, recall
from maturity.core.reader import MISTAKES

T = TypeVar("T")
Asked: TypeAlias = dict[str, tuple[str, ...] | None]  # fact -> questions to `Files`; None: it was given


class Missing(Struct, frozen=True):
    """We did not look, or we could not: never the same thing as "no"."""

    reason: str


class Facts:
    """The facts of one commit. `given` come from outside: connectors, attestations, tests.

    What each fact was made from is noted with it. It is made anew only when something of that
    is another than at the scan before; and when it then comes out the same, nothing that is
    made from it is made anew.
    """

    def __init__(self, files: Files, *given: object, missing: dict[type, Missing] | None = None) -> None:
        self.files = files
        self._given: dict[type, object] = {**{type(fact): fact for fact in given}, **(missing or {})}
        self._known: dict[type, object] = {Files: files}
        self._changed: dict[type, bool] = {}
        self._before = _index(files.memo)
        self._asked: Asked = {}

    def get(self, kind: type[T]) -> T | Missing:
        if kind not in self._known:
            self.changed(kind)
        if kind not in self._known:
            self._known[kind] = self._recalled(kind)
        return self._known[kind]  # type: ignore[return-value]

    def _recalled(self, kind: type) -> object:
        fact = _remembered(kind, self.files.memo)
        collect, needs = collector_of(kind)
        if needs == (Files,) and not isinstance(fact, Missing):
            self.files.share(collect, fact, self._asked[_name(kind)] or ())
        return fact

    def changed(self, kind: type) -> bool:
        """Whether it is another than at the scan before."""
        if kind not in self._changed:
            self._changed[kind] = self._settle(kind)
        return self._changed[kind]

    def keep(self) -> None:
        """Leave to the next scan what this one knows."""
        if self.files.memo.lasting and self._asked != self._before:
            self.files.memo.put("facts", msgspec.msgpack.encode(self._asked))

    def _settle(self, kind: type) -> bool:
        name = _name(kind)
        if kind not in self._given and self._stands(kind):
            self._asked[name] = self._before[name]
            return False
        self._asked[name] = None
        fact = self._known[kind] = self._given[kind] if kind in self._given else self._collect(kind)
        if not self.files.memo.lasting:
            return True
        encoded = msgspec.msgpack.encode((None, fact) if isinstance(fact, Missing) else (fact, None))
        if name in self._before and self.files.memo.get(f"fact/{name}") == encoded:
            return False
        self.files.memo.put(f"fact/{name}", encoded)
        return True

    def _stands(self, kind: type) -> bool:
        """Nothing it was made from has changed."""
        asked = self._before.get(_name(kind))
        if asked is None or any(map(self.files.differs, asked)):
            return False
        return not any(self.changed(need) for need in collector_of(kind)[1] if need is not Files)

    def _collect(self, kind: type) -> object:
        collect, needs = collector_of(kind)
        parts = [self.get(need) for need in needs]
        self._asked[_name(kind)] = ()
        for part in parts:
            if isinstance(part, Missing):
                return part
        with self.files.watch() as asked:
            fact = _attempt(kind, collect, parts)
        self._asked[_name(kind)] = tuple(sorted(asked))
        return fact


def _attempt(kind: type, collect: Callable[..., object], parts: Sequence[object]) -> object:
    """A mistake of ours costs the answers that need this fact, not the assessment.

    What the tree raises (a lost lease, an object that cannot be read) is none, and ends it.
    """
    try:
        match parts:
            case [Files() as files]:
                return files.once(collect)
        return collect(*parts)
    except MISTAKES as error:
        return Missing(f"Rungs failed to find out the {kind.__name__}: {type(error).__name__}: {error}"[:300])


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
    return f"{kind.__module__}.{kind.__name__}"


def _index(memo: Memo) -> Asked:
    left = memo.get("facts")
    return recall(_ASKED, left) if left else {}


def _remembered(kind: type, memo: Memo) -> object:
    left = memo.get(f"fact/{_name(kind)}")
    if left is None:
        raise Forgotten
    fact, missing = recall(_decoder(kind), left)
    return fact if missing is None else missing


@cache
def _decoder(kind: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(GenericAlias(tuple, (kind | None, Missing | None)))


_ASKED = msgspec.msgpack.Decoder(Asked)
