"""Ruby on Rails (ActiveRecord): methods up, down and change, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from releases.core.migration import Found, Migration, Tool, words
from releases.core.migrations import _masked, _sql

PLACE = re.compile(r"(?:^|/)(?:[\w-]*migrate|[\w-]*migrations)/(?:[\w-]+/)*\w+\.rb$")
MOST_HEREDOCS, MOST_LINES, HEREDOC = 200, 10_000, 20_000
_METHOD = re.compile(r"^([ \t]*)def (?:self\.)?(up|down|change)\b", re.MULTILINE)
_HEREDOC = re.compile(r"<<[~-]?['\"]?([A-Z]\w*)['\"]?[^\n]*\n(.*?)^[ \t]*\1\b", re.DOTALL | re.MULTILINE)
_FIRST = re.compile(r"(?:t\.|dir\.|direction\.|connection\.|\w+\.)?([a-z_]\w*)([?!])?")
_REQUIRED = re.compile(r"\bnull:\s*false|:null\s*=>\s*false")
_FILLED = re.compile(r"\bdefault:(?!\s*nil\b)|:default\s*=>(?!\s*nil\b)")
DROPS = words(
    "drop_table remove_column remove_columns remove_reference remove_belongs_to remove_timestamps"
    " drop_join_table remove"
)
RENAMES = words("rename_column rename_table rename rename_enum rename_enum_value")
ADDS = words("add_column add_reference add_belongs_to add_columns")
SAFE = words(
    "add_index remove_index create_table create_join_table add_foreign_key remove_foreign_key index"
    " rename_index change_column_default change_column_comment change_table_comment add_check_constraint"
    " change_table end do remove_check_constraint validate_foreign_key validate_check_constraint"
    " enable_extension create_enum reversible up down up_only safety_assured if unless else elsif return"
    " say say_with_time suppress_messages then begin rescue ensure foreign_key check_constraint"
    " timestamps add_timestamps disable_ddl_transaction set_lock_timeout column_exists table_exists"
    " index_exists foreign_key_exists raise def add_enum_value insert_all create create_or_find_by"
    " references belongs_to"
)
_COLUMNS = words(
    "string text integer bigint float decimal datetime timestamp time date binary boolean json jsonb"
    " uuid inet column references belongs_to hstore citext timestamptz"
)


class _Line(Struct, frozen=True):
    number: int
    code: str
    text: str


def read(path: str, text: str, _down: str | None) -> Migration | None:
    if "ActiveRecord::Migration" not in text and "Migration[" not in text:
        return None
    if text.count("<<") > MOST_HEREDOCS or text.count("\n") > MOST_LINES:
        raise ValueError("it is longer than migrations are")
    code = _masked.masked(text, _masked.RUBY)
    methods = {name: list(_lines(code, text, start, end)) for name, start, end in _methods(code)}
    found = Found()
    _judge_down(methods, found)
    new, inside = _new_tables(methods), False
    for line in methods.get("up", methods.get("change", [])):
        if line.code.startswith(("create_table", "create_join_table")):
            inside = line.code.endswith(("|", "do", "{"))
        elif inside:
            inside = not line.code.startswith(("end", "}"))
        elif not line.code.startswith("dir.down {"):
            _judge(_inner(line), found, new)
    return found.migration(path, "Rails")


def _methods(code: str) -> Iterator[tuple[str, int, int]]:
    for match in _METHOD.finditer(code):
        end = re.compile(rf"^{match[1]}end\b", re.MULTILINE).search(code, match.end())
        yield match[2], code.find("\n", match.end()) % (len(code) + 1), end.start() if end else len(code)


def _lines(code: str, text: str, start: int, end: int) -> Iterator[_Line]:
    """Calls on one line each: what ends with a comma or an open bracket goes on."""
    at, began = start, None
    for part in code[start:end].splitlines(keepends=True):
        began = at if began is None else began
        at += len(part)
        if not part.rstrip().endswith((",", "(", "\\", "[", "{|t|")):
            if code[began:at].strip():
                number = _masked.line_at(text, began) + code[began:at].count("\n", 0, _blank(code[began:at]))
                said = text[began : began + HEREDOC] if "<<" in text[began:at] else text[began:at]
                yield _Line(number, code[began:at].strip(), said.strip())
            began = None


def _blank(said: str) -> int:
    return len(said) - len(said.lstrip())


def _new_tables(methods: dict[str, list[_Line]]) -> frozenset[str]:
    every = [one for lines in methods.values() for one in lines]
    return frozenset(_table(one.text) for one in every if one.code.startswith("create_table"))


def _table(said: str) -> str:
    found = re.match(r"\w+[ (]*[:\"'](\w+)", said)
    return found[1] if found else ""


def _judge_down(methods: dict[str, list[_Line]], found: Found) -> None:
    for line in [*methods.get("down", []), *methods.get("change", [])]:
        if "IrreversibleMigration" in line.code:
            found.add("one_way", "raises IrreversibleMigration", line.number)
    if "up" in methods and "down" not in methods:
        found.add("one_way", "up without down", 0)
    elif "up" in methods and not methods["down"]:
        found.add("one_way", "down does nothing, and succeeds", 0)
    handled = any("reversible" in line.code or "up_only" in line.code for line in methods.get("change", []))
    for line in methods.get("change", []) if not handled else ():
        if said := _one_way(line):
            found.add("one_way", said, line.number)


def _one_way(line: _Line) -> str:
    """What `change` cannot turn round by itself."""
    name = _name(line.code)
    if name in ("execute", "change_column", "remove_columns", "update_all", "delete_all"):
        return f"{name} in change"
    places = [one for one in re.split(r"[,\s]+", line.code.partition(name)[2].strip("() ")) if one]
    if name == "remove_column" and len(places) < 3:
        return "remove_column without a type"
    return "drop_table without a block" if name == "drop_table" and " do" not in line.code else ""


def _inner(line: _Line) -> _Line:
    """What stands in `dir.up { … }`."""
    if not line.code.startswith("dir.up {"):
        return line
    return _Line(line.number, *(one.partition("{")[2].strip(" }") for one in (line.code, line.text)))


def _name(code: str) -> str:
    found = _FIRST.match(code)
    return found[1] if found else ""


def _judge(line: _Line, found: Found, new: frozenset[str]) -> None:
    name, at = _name(line.code), line.number
    if name in DROPS and _table(line.text) not in new:
        found.drop(line.text, at)
    elif name in RENAMES:
        found.add("breaks", line.text, at)
    elif name == "change_column" or line.code.startswith("t.change "):
        found.add("breaks", f"another type: {line.text}", at)
    elif name == "change_column_null":
        if "false" in line.code:
            found.add("breaks", f"NOT NULL: {line.text}", at)
    elif name in ADDS or (line.code.startswith("t.") and name in _COLUMNS):
        if _REQUIRED.search(line.code) and not _FILLED.search(line.code) and _table(line.text) not in new:
            found.add("breaks", f"NOT NULL without a default: {line.text}", at)
    elif name == "execute":
        _execute(line, found)
    else:
        _data(name, line, found)


def _data(name: str, line: _Line, found: Found) -> None:
    if re.search(r"\.(?:delete_all|destroy_all|truncate)\b", line.code):
        found.add("lossy", line.text, line.number)
    elif re.search(r"\.update_all\b", line.code):
        found.add("soft", f"overwrites rows: {line.text}", line.number)
    elif name not in SAFE and not line.code.startswith(("}", ")", "]", "when", '"', "'", "SQL")):
        found.add("opaque", f"what it does cannot be told: {line.text}", line.number)


def _execute(line: _Line, found: Found) -> None:
    said = line.text[len("execute") :].lstrip(" (")
    heredoc = _HEREDOC.match(said)
    text = heredoc[2] if heredoc else _masked.literal(said, 0)
    if text is None or "#{" in text:
        found.add("opaque", "execute: its SQL is made by code", line.number)
    else:
        _sql.judge(text, found, line.number)


TOOL = Tool(name="Rails", wants=lambda path: bool(PLACE.search(path)), read=read)
