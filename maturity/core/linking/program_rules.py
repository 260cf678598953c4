"""Rules that are part of a program: each synth judges by them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import structs

from maturity.core.files import Files
from maturity.core.linking.done import Done
from maturity.core.pipeline import Act
from maturity.core.readers.program import Program
from maturity.core.stacks._places import is_live

_SYNTHESISES = frozenset({Act.VALIDATE, Act.PLAN, Act.APPLY})


class ProgramRules:
    """cdk-nag: an aspect of the app that fails the synth, and with it the diff and the deploy."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._there: bool | None = None

    def with_rules(self, done: Iterable[Done]) -> list[Done]:
        found: list[Done] = []
        for one in done:
            found.append(one)
            if one.deed.tool == "cdk" and one.deed.act in _SYNTHESISES and self._are_there():
                deed = structs.replace(one.deed, act=Act.SCAN, note="cdk-nag judges each synth")
                found.append(structs.replace(one, deed=deed))
        return found

    def _are_there(self) -> bool:
        if self._there is None:
            programs = self._files.of(Program).items()
            self._there = any(one.rules and is_live(path, self._files) for path, one in programs)
        return self._there
