"""SQL of migrations, as far as one can tell without a database: what each statement does to a schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from releases.core.migration import Found, words
from releases.core.migrations import _alter

MOST_TOKENS = 200_000
_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<string>'[^'\\]*(?:\\.[^'\\]*)*(?P<closed>')?)"
    r"|(?P<dollar>\$\w*\$)"
    r"|\"(?P<double>[^\"]*)\"|`(?P<back>[^`]*)`|\[(?P<square>\w[^\]\n]*)\]"
    r"|(?P<word>[^\W\d]\w*)|(?P<number>\d[\w.]*)|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_SAFE = words(
    "BEGIN COMMIT START END SET COMMENT GRANT ANALYZE VACUUM REINDEX LOCK UNLOCK PRAGMA USE SHOW"
    " REFRESH CLUSTER SELECT INSERT CREATE SAVEPOINT RELEASE RESET NOTIFY OPTIMIZE PRINT GO VALUES"
    " EXPLAIN CHECKPOINT"
)
_QUIET_DROPS = words("INDEX TRIGGER POLICY RULE STATISTICS EVENT PUBLICATION SUBSCRIPTION CAST")
_HOLDING = words("TABLE SCHEMA DATABASE")
_QUIET_ALTERS = words("INDEX SEQUENCE ROLE USER DEFAULT EXTENSION SYSTEM DATABASE POLICY PUBLICATION")


class Statement(Struct, frozen=True):
    """words: names as they are, key words in capitals, ( ) , and "" for a string."""

    line: int
    words: tuple[str, ...]


def statements(text: str) -> Iterator[Statement]:
    """ValueError for a string nobody closes: what comes after it is anybody's guess."""
    said: list[str] = []
    began, at, count = 1, 0, 0
    lines = 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"line {lines} is no SQL")
        count += 1
        if count > MOST_TOKENS:
            raise ValueError(f"there are more than {MOST_TOKENS:,} words of SQL in it")
        end, word = _token(text, match, lines)
        if word == ";":
            yield from [Statement(began, tuple(said))] if said else []
            said = []
        elif word is not None:
            began = began if said else lines
            said.append(word)
        lines += text.count("\n", at, end)
        at = end
    if said:
        yield Statement(began, tuple(said))


def _token(text: str, match: re.Match[str], at_line: int) -> tuple[int, str | None]:
    """Behind it, and the word it is; None for blanks and comments."""
    kind = match.lastgroup
    if kind == "dollar":
        end = text.find(match[0], match.end())
        if end < 0:
            raise ValueError(f"line {at_line}: a string that nobody closes")
        return end + len(match[0]), ""
    if match["string"] is not None:
        if match["closed"] is None:
            raise ValueError(f"line {at_line}: a string that nobody closes")
        return match.end(), ""
    if kind in ("comment", "space"):
        return match.end(), None
    if kind in ("double", "back", "square"):
        return match.end(), f"{match[kind].strip()} "  # a blank: a name, and never a key word
    return match.end(), match[0].upper() if kind == "word" else match[0]


def judge(text: str, found: Found, first_line: int = 1, made: set[str] | None = None) -> None:
    """What the statements do. made: tables that are new in this migration: nobody else knows them yet."""
    made = set() if made is None else made
    for one in statements(text):
        _judge(one.words, found, first_line + one.line - 1, made)


def _judge(told: Sequence[str], found: Found, at: int, made: set[str]) -> None:
    head = told[0]
    if head == "CREATE" and "TABLE" in told[:5]:
        made.add(_alter.name_after(told, told.index("TABLE") + 1)[0])
    known: dict[str, Callable[[], None]] = {
        "ALTER": lambda: _alters(told, found, at, made),
        "DROP": lambda: _drops(told, found, at, made),
        "RENAME": lambda: found.add("breaks", "RENAME TABLE", at),
        "TRUNCATE": lambda: found.add("lossy", "TRUNCATE", at),
        "DELETE": lambda: found.add("lossy", "DELETE", at),
        "UPDATE": lambda: found.add("soft", "UPDATE overwrites rows", at),
        "MERGE": lambda: found.add("soft", "MERGE overwrites rows", at),
        "REPLACE": lambda: found.add("soft", "REPLACE overwrites rows", at),
        "WITH": lambda: _with(told, found, at),
    }
    if head in known:
        known[head]()
    elif head not in _SAFE:
        found.add("opaque", f"{head.strip() or 'a text'} …: what it does cannot be told", at)


def _with(told: Sequence[str], found: Found, at: int) -> None:
    if "DELETE" in told:
        found.add("lossy", "WITH … DELETE", at)
    elif "UPDATE" in told:
        found.add("soft", "UPDATE overwrites rows", at)


def _drops(told: Sequence[str], found: Found, at: int, made: set[str]) -> None:
    kind = told[1] if len(told) > 1 else ""
    if kind in _QUIET_DROPS:
        return
    name, _ = _alter.name_after(told, 2)
    if name in made:
        return
    said = f"DROP {kind.strip()} {name}"
    if kind in _HOLDING:
        found.drop(said, at)
    else:
        found.add("breaks", said, at)


def _alters(told: Sequence[str], found: Found, at: int, made: set[str]) -> None:
    kind = told[1] if len(told) > 1 else ""
    if kind in ("TABLE", "FOREIGN"):
        start = told.index("TABLE") + 1 if "TABLE" in told[:4] else 2
        name, rest = _alter.name_after(told, start)
        if name not in made:
            _alter.judge(name, told[rest:], found, at)
    elif kind == "TYPE" and "ADD" in told:
        return
    elif kind in ("TYPE", "VIEW", "SCHEMA", "MATERIALIZED", "DOMAIN") and "RENAME" in told:
        found.add("breaks", f"ALTER {kind} … RENAME", at)
    elif kind not in _QUIET_ALTERS:
        found.add("opaque", f"ALTER {kind.strip()} …: what it does cannot be told", at)


def judge_way_back(down: str | None, up: str, found: Found, *, missing: str, empty: str) -> None:
    """Of a tool that keeps it in a file of its own. missing, empty: what is said of none, and of a sham."""
    if down is None:
        found.add("one_way", missing, 0)
    elif says_nothing(down) and not says_nothing(up):
        found.add("one_way", empty, 0)


def says_nothing(text: str) -> bool:
    """Nothing but comments, or a statement that is there to have one."""
    return all(one.words in (("SELECT", "1"), ("SELECT", "")) for one in statements(text))
