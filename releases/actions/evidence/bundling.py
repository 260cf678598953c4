"""One release as a zip: what was asked, what was answered, who agreed, what went, and the proof of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from maturity.actions import chain
from maturity.actions.chain import exporting
from maturity.core.report import table
from maturity.models import User
from releases.actions.evidence.events import events_of
from releases.actions.evidence.rows import told
from releases.actions.history import tell
from releases.core import bundle as core
from releases.models import Release

ABOUT = """\
Evidence of the release {name} (attempt {attempt}), subject {digest}.

evidence.json   everything below, and the rollback plan, tickets, deployments, calls and reviews
checklist.json  the checklist as it was pinned, SHA-256 {template}
checks.csv      every answer to every item, also those that were replaced
signoffs.csv    every word on it, who said it in which role and signed in how, also those that ended
waivers.csv     what somebody took upon themselves
events.csv      what happened, each with its place in the chain over all events and the hash of that link

Check the files with: sha256sum --check SHA256SUMS
The hashes of events are proved by: manage.py audit verify
"""


class Bundle(Struct, frozen=True):
    name: str
    body: bytes
    digest: str


def bundle(release: Release, by: User | None, now: datetime) -> Bundle:
    """It leaves an Event with its SHA-256: who got what when is part of the history too."""
    chain.seal(list(events_of(release).values_list("pk", flat=True)))
    found = told(release)
    files = {
        "README.txt": _about(release),
        "evidence.json": _json(found),
        "checklist.json": _json(release.checklist_body),
        "events.csv": _csv(exporting.COLUMNS, [exporting.cells(row) for row in found["events"]]),
        **{f"{name}.csv": _table(found[name]) for name in ("checks", "signoffs", "waivers")},
    }
    body = core.packed(files)
    name = f"{release.application.slug}-{_safe(release.version)}-{release.attempt}.zip"
    made = Bundle(name, body, core.digest(body))
    tell("evidence.exported", by, release, now, sha256=made.digest)
    return made


def _about(release: Release) -> bytes:
    text = ABOUT.format(
        name=release, attempt=release.attempt, digest=release.digest, template=release.template_digest
    )
    return text.encode()


def _json(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _table(found: Sequence[dict[str, Any]]) -> bytes:
    columns = list(found[0]) if found else ["nothing"]
    return _csv(columns, [[_cell(row[name]) for name in columns] for row in found])


def _csv(columns: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    return "".join([table.line(columns), *map(table.line, lines)]).encode()


def _cell(value: Any) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value


def _safe(text: str) -> str:
    """Of a version, what any file system takes."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "._-") else "_" for one in text)[:60]
