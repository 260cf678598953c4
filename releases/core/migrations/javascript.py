"""Migrations in JavaScript and TypeScript: knex, db-migrate, TypeORM, Sequelize."""

from __future__ import annotations

import re

from msgspec import Struct

from releases.core.migration import Found, Migration, Tool, words
from releases.core.migrations import _masked, _sql
from releases.core.migrations._masked import closings, line_at, literal

PLACE = re.compile(r"(?:^|/)(?:[\w-]*migrations?|migrate)/(?:[\w.-]+/)*[\w.-]+\.[cm]?[jt]s$", re.IGNORECASE)
MOST_CALLS = 5_000
_HEAD = (
    r"\b(?:exports\.{0}\s*=|export\s+(?:async\s+)?function\s+{0}\b|export\s+const\s+{0}\b[^=\n]{{0,100}}="
    r"|(?:async\s+)?function\s+{0}\b|{0}\s*:\s*(?:async\b)?|(?:async\s+|public\s+)*{0}\s*(?=\([^()\n]{{0,200}}\)"
    r"\s*(?::[^{{\n]{{0,60}})?\{{))"
)
UP, DOWN = re.compile(_HEAD.format("up")), re.compile(_HEAD.format("down"))
_END = re.compile(r";|\n(?=exports\.|export |module\.)|\Z")
_FILLED = re.compile(
    r"\bdefault(?:Value)?\s*:(?!\s*(?:null|undefined)\b)|isGenerated\s*:\s*true|asExpression"
)
_CALL = re.compile(r"(?<![\w$])(?:\.\s*)?([A-Za-z_$][\w$]*)\s*(?:<[\w\[\]]{1,40}>\s*)?\(")
_NOTHING = re.compile(
    r"(?:return|await|null|undefined|void0|Promise\.resolve\(\)|(?:callback|cb|done)\(\)|(?:db\.)?runSql\([`'\"]{2}"
    r"(?:,(?:cb|callback))?\)|[;{}()])*"
)
DROPS = words(
    "dropColumn dropColumns removeColumn dropTable dropTableIfExists dropTimestamps dropSchema dropView"
)
RENAMES = words("renameColumn renameTable renameSchema")
TYPES = words("changeColumn alter changeColumns")
SQL = words("raw runSql query execute schemaRaw")
ADDS = words("addColumn addColumns TableColumn")
SAFE = words(
    "if for while switch catch function return async await require super Promise resolve then finally"
    " all createTable createTableIfNotExists createView createSchema createExtension createIndex"
    " createIndices addIndex removeIndex dropIndex dropUnique dropForeign dropForeignKey dropPrimary"
    " dropNullable setNullable addForeignKey removeForeignKey addConstraint removeConstraint"
    " createForeignKey createForeignKeys createUniqueConstraint dropUniqueConstraint"
    " createCheckConstraint Table TableIndex TableForeignKey TableUnique hasTable hasColumn"
    " describeTable callback cb done table alterTable schema withSchema into insert bulkInsert returning"
    " select where whereNull whereNotNull first from on onDelete onUpdate references inTable increments"
    " bigIncrements string text integer bigInteger tinyint smallint float double decimal boolean date"
    " dateTime datetime time timestamp timestamps binary enum enu json jsonb uuid specificType unique"
    " index primary foreign nullable notNullable defaultTo unsigned comment after collate checkIn fn now"
    " literal STRING INTEGER BIGINT TEXT BOOLEAN DATE ENUM UUID JSON JSONB FLOAT DECIMAL ref column"
    " constructor log transaction startTransaction commitTransaction commit rollback String Number"
    " Boolean Date trx knex db up down info error debug useTz geometry point bit char varchar precision"
    " using"
)


class _File(Struct, frozen=True):
    """code: without texts and comments. ends: see `closings`."""

    text: str
    code: str
    ends: dict[int, int]

    def closing(self, at: int) -> int:
        return self.ends.get(at, len(self.code))


def read(path: str, text: str, _down: str | None) -> Migration | None:
    code = _masked.masked(text, _masked.JAVASCRIPT)
    file = _File(text, code, closings(code))
    up = _span(file, UP)
    if up is None:
        return None
    found = Found()
    _judge_down(file, found)
    _judge(file, up, found)
    return found.migration(path, _name(text))


def _name(text: str) -> str:
    if "QueryRunner" in text:
        return "TypeORM"
    if "queryInterface" in text:
        return "Sequelize"
    return "knex" if "knex" in text.lower() or "schema." in text else "db-migrate"


def _span(file: _File, head: re.Pattern[str]) -> tuple[int, int] | None:
    """Where the body of `up` or `down` stands."""
    code = file.code
    match = head.search(code)
    if match is None:
        return None
    at = match.end()
    bracket, arrow = code.find("(", at, at + 120), code.find("=>", at, at + 120)
    if bracket >= 0 and (arrow < 0 or bracket < arrow):
        at = file.closing(bracket)
    brace, arrow = code.find("{", at), code.find("=>", at, at + 120)
    if arrow >= 0 and (brace < 0 or arrow < brace):
        start = len(code) - len(code[arrow + 2 :].lstrip())
        if code[start : start + 1] != "{":
            end = _END.search(code, start)
            return start, end.start() if end else len(code)
        brace = start
    return (brace, file.closing(brace)) if brace >= 0 else None


def _judge_down(file: _File, found: Found) -> None:
    down = _span(file, DOWN)
    if down is None:
        found.add("one_way", "there is no down", 0)
        return
    said = re.sub(r"\s+", "", file.code[down[0] : down[1]])
    if _NOTHING.fullmatch(said):
        found.add("one_way", "down does nothing, and succeeds", line_at(file.text, down[0]))
    elif said.lstrip("{").startswith("thrownew"):
        found.add("one_way", "down throws", line_at(file.text, down[0]))


def _judge(file: _File, up: tuple[int, int], found: Found) -> None:
    """What is said of tables that are new counts for nobody else."""
    new = 0
    for count, match in enumerate(_CALL.finditer(file.code, *up)):
        name = match[1]
        if count > MOST_CALLS:
            raise ValueError(f"it calls more than {MOST_CALLS:,} functions")
        if match.start() < new:
            continue
        if name.startswith("createTable") or name == "Table":
            new = file.closing(match.end() - 1)
        elif name in DROPS | RENAMES | TYPES | SQL | ADDS or name == "notNullable":
            _changes(name, file, match, found)
        else:
            _data(name, line_at(file.text, match.start()), found)


def _changes(name: str, file: _File, match: re.Match[str], found: Found) -> None:
    at, inside = line_at(file.text, match.start()), match.end()
    end = file.closing(inside - 1)
    said = file.text[inside : end - 1]
    if name in DROPS:
        found.drop(f"{name} {said}", at)
    elif name in RENAMES:
        found.add("breaks", f"{name} {said}", at)
    elif name in TYPES:
        found.add("breaks", f"{name}: another type", at)
    elif name in SQL:
        _raw(file.text, inside, at, found)
    elif name in ADDS:
        _adds(name, file.code[inside:end], said, at, found)
    else:
        _required(file.code, match.start(), at, found)


def _data(name: str, at: int, found: Found) -> None:
    if name in ("del", "delete", "bulkDelete", "truncate"):
        found.add("lossy", f"{name} of rows", at)
    elif name in ("update", "bulkUpdate", "save"):
        found.add("soft", f"{name} overwrites rows", at)
    elif name not in SAFE:
        found.add("opaque", f"{name}(…): what its code does cannot be told", at)


def _raw(text: str, inside: int, at: int, found: Found) -> None:
    said = literal(text, inside)
    if said is None:
        found.add("opaque", "its SQL is made by code", at)
    else:
        _sql.judge(said, found, at)


def _adds(name: str, code: str, text: str, at: int, found: Found) -> None:
    """In TypeORM a column is NOT NULL unless it says otherwise."""
    if name == "TableColumn":
        required = not re.search(r"isNullable\s*:\s*true", code)
    else:
        required = bool(re.search(r"notNull\s*:\s*true|allowNull\s*:\s*false", code))
    filled = re.search(
        r"\bdefault(?:Value)?\s*:(?!\s*(?:null|undefined)\b)|isGenerated\s*:\s*true|asExpression", code
    )
    if required and not filled:
        found.add("breaks", f"NOT NULL without a default: {' '.join(text.split())[:60]}", at)


def _required(code: str, at: int, shown: int, found: Found) -> None:
    """knex: the chain it stands in, from the last end of a statement to the next."""
    start = max(code.rfind(mark, 0, at) for mark in ";{}")
    end = min((code.find(mark, at) % (len(code) + 1) for mark in ";}"), default=len(code))
    chain = code[start + 1 : end]
    if "defaultTo" not in chain and "increments" not in chain and ".alter(" not in chain:
        found.add("breaks", "NOT NULL without a default: notNullable()", shown)


TOOL = Tool(name="JavaScript", wants=lambda path: bool(PLACE.search(path)) and ".d.ts" not in path, read=read)
