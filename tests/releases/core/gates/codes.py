"""What was read of code, for tests of gates."""

from __future__ import annotations

from typing import Any

from releases.core.facts.code import Code, CodeSeen
from releases.core.facts.reports import About, Report, Reports
from releases.core.migration import Migration, Note
from tests.releases.core.gates.making import COMMIT, ago

BASE = "b" * 40


def step(path: str = "app/migrations/0042_sessions.py", **fields: Any) -> Migration:
    return Migration(path=path, tool="Django", **fields)


def notes(*texts: str) -> tuple[Note, ...]:
    return tuple(Note(text, 18) for text in texts)


def seen(*migrations: Migration, **fields: Any) -> CodeSeen:
    return CodeSeen(
        commit=COMMIT, base=BASE, code=Code(migrations=migrations, **fields), read_at=ago(hours=1)
    )


def report(about: About, **fields: Any) -> Reports:
    given: dict[str, Any] = {"tool": "squawk", "at": ago(hours=1), "ok": True}
    return Reports(commit=COMMIT, reports=(Report(about=about, **{**given, **fields}),))


UNREAD = CodeSeen(commit=COMMIT, base=BASE, error="it was not read yet")
FIRST = CodeSeen(commit=COMMIT, first=True)
