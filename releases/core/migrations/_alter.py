"""ALTER TABLE, action by action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from releases.core.migration import Found, words

_SKIPPED = words("IF EXISTS NOT ONLY CONCURRENTLY")
_OF_TABLES = words(
    "CONSTRAINT PRIMARY UNIQUE FOREIGN CHECK INDEX KEY FULLTEXT SPATIAL PERIOD PARTITION EXCLUDE"
)
_FILLED = words("DEFAULT GENERATED AUTO_INCREMENT AUTOINCREMENT IDENTITY SERIAL BIGSERIAL SMALLSERIAL")
_QUIET = words(
    "OWNER ENABLE DISABLE VALIDATE REPLICA CLUSTER ENGINE CONVERT COMMENT ALGORITHM LOCK AUTO_INCREMENT"
    " INHERIT ATTACH NO FORCE REORGANIZE WITH ORDER ROW_FORMAT CHARACTER COLLATE CHARSET DEFAULT"
)
_QUIET_COLUMN = words("DEFAULT STATISTICS STORAGE COMPRESSION GENERATED INCREMENT RESTART INVISIBLE")


def name_after(said: Sequence[str], at: int) -> tuple[str, int]:
    """The name that begins there, without its schema and in lower case, and where the said go on."""
    while at < len(said) and said[at] in _SKIPPED:
        at += 1
    name = said[at].strip().lower() if at < len(said) else ""
    at += 1
    while at + 1 < len(said) and said[at] == ".":
        name, at = said[at + 1].strip().lower(), at + 2
    return name, at


def judge(table: str, said: Sequence[str], found: Found, at: int) -> None:
    """said: behind the name of the table."""
    for action in _actions(said):
        _judge(table, action, found, at)


def _actions(said: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parted by commas that no bracket holds."""
    depth, start = 0, 0
    for number, word in enumerate(said):
        depth += (word == "(") - (word == ")")
        if word == "," and depth == 0:
            yield said[start:number]
            start = number + 1
    yield said[start:]


def _judge(table: str, said: Sequence[str], found: Found, at: int) -> None:
    head, rest = (said[0], said[1:]) if said else ("", ())
    if head == "ADD":
        _adds(table, rest, found, at)
    elif head == "DROP":
        _drops(table, rest, found, at)
    elif head == "ALTER":
        _alters(table, rest, found, at)
    elif head in ("MODIFY", "CHANGE"):
        found.add("breaks", f"{head} changes a column of {table}", at)
    elif head == "RENAME":
        if not rest or rest[0] not in ("CONSTRAINT", "INDEX", "KEY"):
            found.add("breaks", f"RENAME in {table}", at)
    elif head == "SET":
        if rest and rest[0] == "SCHEMA":
            found.add("breaks", f"{table} moves to another schema", at)
    elif head not in _QUIET:
        found.add("opaque", f"ALTER TABLE {table} {head.strip()} …: what it does cannot be told", at)


def _adds(table: str, said: Sequence[str], found: Found, at: int) -> None:
    said = said[1:] if said and said[0] == "COLUMN" else said
    if said and said[0] == "(":
        for one in _actions(said[1:-1]):
            _adds(table, one, found, at)
        return
    if not said or said[0] in _OF_TABLES:
        return
    name, rest = name_after(said, 0)
    told = list(_outside(said[rest:]))
    required = any(pair == ("NOT", "NULL") for pair in pairwise(told))
    if required and not _FILLED.intersection(told):
        found.add("breaks", f"NOT NULL without a default: {table}.{name}", at)


def _outside(said: Sequence[str]) -> Iterator[str]:
    """What stands in no bracket: CHECK (a IS NOT NULL) is no NOT NULL."""
    depth = 0
    for word in said:
        depth += word == "("
        if depth == 0:
            yield word
        depth -= word == ")"


def _drops(table: str, said: Sequence[str], found: Found, at: int) -> None:
    if said and said[0] == "PARTITION":
        found.add("lossy", f"DROP PARTITION of {table}", at)
    elif said and said[0] not in _OF_TABLES:
        name, _ = name_after(said, 1 if said[0] == "COLUMN" else 0)
        found.drop(f"DROP COLUMN {table}.{name}", at)


def _alters(table: str, said: Sequence[str], found: Found, at: int) -> None:
    if said and said[0] in ("CONSTRAINT", "INDEX", "CHECK"):
        return
    name, rest = name_after(said, 1 if said and said[0] == "COLUMN" else 0)
    told = tuple(said[rest:])
    if told[:3] == ("SET", "NOT", "NULL"):
        found.add("breaks", f"NOT NULL: {table}.{name}", at)
    elif told[:3] != ("DROP", "NOT", "NULL") and not (
        told[:1] in (("SET",), ("DROP",), ("ADD",), ("RESTART",)) and _QUIET_COLUMN.intersection(told[:2])
    ):
        found.add("breaks", f"another type: {table}.{name}", at)
