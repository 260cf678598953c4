"""The database itself refuses to change or delete what happened: no slip of ours or of a shell does it."""

from __future__ import annotations

from typing import Any

SAID = "events are only ever added"
# What other rows may still change of an event: who it points to, when they go, and that it was told.
FROZEN = ("kind", "subject", "data", "at")
LINK = "maturity_chainlink"
EVENT = "maturity_event"
NAMES = ("event_not_changed", "event_not_deleted", "link_not_changed", "link_not_deleted")


def put(vendor: str, execute: Any) -> None:
    """execute: runs one statement."""
    for statement in _postgresql() if vendor == "postgresql" else _sqlite():
        execute(statement)


def lift(vendor: str, execute: Any) -> None:
    """One that is missing is an error: a migration that builds a table anew loses them on SQLite."""
    for name in NAMES:
        table = EVENT if name.startswith("event") else LINK
        execute(f"DROP TRIGGER {name}" + (f" ON {table}" if vendor == "postgresql" else ""))


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    return [
        f"CREATE TRIGGER event_not_changed BEFORE UPDATE OF {', '.join(FROZEN)} ON {EVENT} {refuse}",
        f"CREATE TRIGGER event_not_deleted BEFORE DELETE ON {EVENT} {refuse}",
        f"CREATE TRIGGER link_not_changed BEFORE UPDATE ON {LINK} {refuse}",
        f"CREATE TRIGGER link_not_deleted BEFORE DELETE ON {LINK} {refuse}",
    ]


def _postgresql() -> list[str]:
    refuse = "FOR EACH ROW EXECUTE FUNCTION rungs_only_added()"
    return [
        "CREATE OR REPLACE FUNCTION rungs_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$",
        f"CREATE TRIGGER event_not_changed BEFORE UPDATE OF {', '.join(FROZEN)} ON {EVENT} {refuse}",
        f"CREATE TRIGGER event_not_deleted BEFORE DELETE ON {EVENT} {refuse}",
        f"CREATE TRIGGER link_not_changed BEFORE UPDATE ON {LINK} {refuse}",
        f"CREATE TRIGGER link_not_deleted BEFORE DELETE ON {LINK} {refuse}",
    ]
