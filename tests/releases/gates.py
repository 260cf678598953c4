"""A gate for tests that answers what it is told to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from releases.actions import checking
from releases.core.gate import Gate, Outcome, Params, Result, all_gates

KEYS = ("no_open_drift", "level_at_least", "not_frozen", "post_review_done", "rollback_accepted")


class Settable:
    """Stands in for every gate; `outcomes` by key, passed for those not named. An exception is raised.

    real: those that answer for themselves; gone: those that there are not
    """

    def __init__(self, real: Collection[str] = ()) -> None:
        self.outcomes: dict[str, Outcome | Exception] = {}
        self.real = real
        self.gone: set[str] = set()

    def gates(self) -> dict[str, Gate]:
        stand_in = {key: self._gate(key) for key in KEYS if key not in self.gone}
        return stand_in | {key: all_gates()[key] for key in self.real}

    def _gate(self, key: str) -> Gate:
        def judge(_world: Any, _params: Any, _now: Any) -> Result:
            said = self.outcomes.get(key, Outcome.PASSED)
            if isinstance(said, Exception):
                raise said
            return Result(outcome=said, reason=f"it is {said}", answer="look at it")

        return Gate(key=key, title=key, about="", needs=(), params=Params, judge=judge)

    @contextmanager
    def in_place(self) -> Iterator[Settable]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(checking, "all_gates", self.gates)
            yield self
