"""From what was gathered to what is kept: swept, in order of importance, and no more than a page can show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from maturity.core.plans.change import ResourceChange, Role
from maturity.core.plans.differences import differences
from maturity.core.plans.document import NULL, item, size, value
from maturity.core.plans.gather import Entry
from maturity.core.plans.guards import unguarded
from maturity.core.plans.naming import names
from maturity.core.plans.redact import Secrets

MAX_CHANGES: Final = 100_000
MAX_KEPT: Final = 5_000
MAX_BYTES: Final = 8 << 20  # of texts in the differences
MAX_COMPARED: Final = 128 << 20  # of JSON
MAX_SWEPT: Final = 64 << 20
MAX_NAME: Final = 500
_CONTROL: Final = {code: "\ufffd" for code in range(32) if chr(code) not in "\n\t\r"}


def keep(entries: list[Entry], secrets: Secrets) -> tuple[tuple[ResourceChange, ...], int]:
    """Drifted first, then destructive, then the rest; and how many carry their attributes."""
    entries = sorted(entries, key=importance)[:MAX_CHANGES]
    kept, weighed, compared = 0, 0, 0
    changes: list[ResourceChange] = []
    for entry in entries:
        change = _named(entry.change, secrets)
        bounded = weighed < MAX_BYTES and compared < MAX_COMPARED and secrets.swept < MAX_SWEPT
        has_any = entry.planned is not NULL or entry.outside is not NULL  # a stream's have none
        if has_any and kept == len(changes) < MAX_KEPT and bounded:
            change = _with_attributes(change, entry, secrets)
            kept += 1
            weighed += weight(change)
            compared += size(entry.planned) + size(entry.outside)
        changes.append(change)
    return tuple(changes), kept


def importance(entry: Entry) -> tuple[int, bool]:
    change = entry.change
    if change.alarming:
        rank = 0
    elif change.destructive:
        rank = 1
    else:
        rank = 3 if change.role is Role.OBSERVED else 2
    return rank, not change.holds_data


def plain(text: str, most: int) -> str:
    """Without control characters, which no terminal and no database wants; at most so many characters."""
    text = text.translate(_CONTROL)
    return text if len(text) <= most else text[: most - 1] + "…"


def _named(change: ResourceChange, secrets: Secrets) -> ResourceChange:
    return replace(
        change,
        address=_name(change.address, secrets),
        module=_name(change.module, secrets),
        previous_address=_name(change.previous_address, secrets),
        type=plain(change.type, 200), deposed=plain(change.deposed, 50), reason=plain(change.reason, 100),
    )  # fmt: skip


def _name(address: str, secrets: Secrets) -> str:
    return plain(secrets.sweep_address(address[: 4 * MAX_NAME]), MAX_NAME)


def _with_attributes(change: ResourceChange, entry: Entry, secrets: Secrets) -> ResourceChange:
    planned = item(entry.planned).change if entry.planned is not NULL else None
    outside = item(entry.outside).change if entry.outside is not NULL else None
    before = planned or outside
    return replace(
        change,
        differences=differences(planned, secrets, outside) if planned is not None else (),
        drift=differences(outside, secrets, planned) if outside is not None else (),
        names=names(outside, secrets) if outside is not None and change.type.startswith("aws_") else (),
        guards=unguarded(value(before.before)) if before and change.holds_data and change.destructive else (),
    )


def weight(change: ResourceChange) -> int:
    both: Iterable[str | None] = (
        text for one in (*change.differences, *change.drift) for text in (one.path, one.before, one.after)
    )
    return sum(len(text) for text in both if text)
