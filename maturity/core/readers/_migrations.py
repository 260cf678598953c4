"""How each migration framework says that a step can be taken back."""

from __future__ import annotations

import re

from maturity.core.readers._bodies import braces, does_something, indented, parentheses

# framework, steps, steps that can be taken back, offset to show
Answer = tuple[str, int, int, int]

_DOWNGRADE = re.compile(r"^def downgrade\b", re.MULTILINE)
_NOTHING = re.compile(
    r"^\s*(?:pass|\.\.\.|return|raise\b.*|#.*|[rbuRBU]{0,2}(?:\"\"\"|''').*|\"[^\"]*\"|op\.get_bind\(\)"
    r"|connection = .*)?\s*$"
)
_DJANGO_RUN = re.compile(r"\b(?:migrations\.)?(RunPython|RunSQL)\(")
_JS_DOWN = re.compile(
    r"\bexports\.down\s*=|\bexport\s+(?:const\s+down\b|(?:async\s+)?function\s+down\b)|\basync\s+down\s*\("
    r"|\bdown\s*\([^)\n]{0,200}\)\s*(?::[^{\n]{1,100})?\{"
    r"|\bdown\s*:\s*(?:async\s*)?(?:function\b|\()|\bfunction\s+down\b|\bexports\.down\b"
)
_JS_UP = re.compile(r"\bup\b\s*(?:=|:|\()|\bfunction\s+up\b|\bconst\s+up\b")
_RAILS = re.compile(r"ActiveRecord::Migration|Sequel\.migration|ROM::SQL\.migration")
_RAILS_DOWN = re.compile(r"^[ \t]*(?:def (?:self\.)?down\b|down do\b|dir\.down\b)", re.MULTILINE)
_RAILS_CHANGE = re.compile(r"^[ \t]*(?:def change\b|change do\b)", re.MULTILINE)
_RAILS_ONE_WAY = re.compile(
    r"IrreversibleMigration|^[ \t]*(?:execute\b|change_column\b|remove_index\b)", re.MULTILINE
)
_PHP_DOWN = re.compile(r"public function down\s*\(")
_CS_DOWN = re.compile(r"override void Down\s*\(\s*MigrationBuilder")
_GOOSE = re.compile(r"^--[ \t]*\+goose[ \t]+(Up|Down)\b", re.MULTILINE)
_DBMATE = re.compile(r"^--[ \t]*migrate:(up|down)\b", re.MULTILINE)
_ONE_WAY_XML = (
    r"<(?:sql|sqlFile|insert|update|delete|loadData|dropTable|dropColumn|customChange|modifyDataType)\b"
)
_ONE_WAY_YAML = r"^[ \t]*-\s+(?:sql|sqlFile|insert|update|delete|loadData|dropTable|dropColumn|customChange):"
_CHANGESETS = {
    "xml": (re.compile(r"<changeSet\b"), re.compile(r"<rollback\b"), re.compile(_ONE_WAY_XML)),
    "yaml": (
        re.compile(r"^[ \t]*-\s+changeSet:", re.MULTILINE), re.compile(r"^[ \t]+rollback:", re.MULTILINE),
        re.compile(_ONE_WAY_YAML, re.MULTILINE),
    ),
    "sql": (
        re.compile(r"^--[ \t]*changeset\s", re.MULTILINE), re.compile(r"^--[ \t]*rollback\s", re.MULTILINE),
        re.compile(r"^--[ \t]*changeset\s", re.MULTILINE),
    ),
}  # fmt: skip


def judge(name: str, text: str) -> Answer | None:
    """None: no migration."""
    end = name.rpartition(".")[2].lower()
    if end == "py":
        return _python(text)
    if end in ("js", "ts", "cjs", "mjs"):
        return _javascript(text)
    if end == "rb":
        return _rails(text) if _RAILS.search(text) else None
    if end == "php":
        return (
            _braced("laravel" if "Illuminate" in text else "doctrine", _PHP_DOWN, text)
            if "igration" in text
            else None
        )
    if end == "cs":
        return _braced("entity-framework", _CS_DOWN, text) if "MigrationBuilder" in text else None
    if end == "sql":
        return _sql(text)
    return _liquibase("xml" if end == "xml" else "yaml", text)


def _python(text: str) -> Answer | None:
    if "migrations.Migration" in text or "(Migration)" in text:
        return _django(text)
    if not re.search(r"^(?:down_)?revision\b", text, re.MULTILINE):
        return None
    down = _DOWNGRADE.search(text)
    works = down is not None and any(not _NOTHING.match(line) for line in _code(indented(text, down.start())))
    return "alembic", 1, int(works), down.start() if down else 0


def _code(body: str) -> list[str]:
    """Lines outside docstrings."""
    return re.sub(r"\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''", "", body).split("\n")


def _django(text: str) -> Answer:
    """Schema operations can be taken back; code and SQL only when they say how."""
    for call in _DJANGO_RUN.finditer(text):
        arguments = parentheses(text, call.end() - 1)
        named = any(part.startswith(("reverse_code", "reverse_sql")) for part in arguments)
        placed = sum("=" not in part.split("(", 1)[0] for part in arguments) > 1
        if not named and not placed:
            return "django", 1, 0, call.start()
    return "django", 1, 1, 0


def _javascript(text: str) -> Answer | None:
    if not _JS_UP.search(text):
        return None
    framework = "typeorm" if "QueryRunner" in text else "sequelize" if "queryInterface" in text else "knex"
    return _braced(framework, _JS_DOWN, text)


def _braced(framework: str, down: re.Pattern[str], text: str) -> Answer:
    hit = down.search(text)
    if hit is None:
        return framework, 1, 0, 0
    line = text[hit.end() : hit.end() + 400].split("\n", 1)[0]
    arrow = line.partition("=>")[2].strip()
    body = arrow if arrow and not arrow.startswith("{") else braces(text, max(hit.start(), hit.end() - 1))
    return framework, 1, int(does_something(body)), hit.start()


def _rails(text: str) -> Answer:
    down = _RAILS_DOWN.search(text)
    if down:
        rest = text[down.end() :].split("\n  end", 1)[0]
        return "rails", 1, int("IrreversibleMigration" not in rest and bool(rest.strip(" \n"))), down.start()
    change = _RAILS_CHANGE.search(text)
    one_way = _RAILS_ONE_WAY.search(text)
    if change and (one_way is None or "reversible do" in text):
        return "rails", 1, 1, change.start()
    return "rails", 1, 0, one_way.start() if one_way else 0


def _sql(text: str) -> Answer:
    if "liquibase formatted sql" in text[:200]:
        return _liquibase("sql", text) or ("liquibase", 0, 0, 0)
    for framework, marks in (("goose", _GOOSE), ("dbmate", _DBMATE)):
        found = list(marks.finditer(text))
        if found:
            down = next((hit for hit in found if hit[1].lower() == "down"), None)
            rest = re.sub(r"^[ \t]*--.*$", "", text[down.end() :], flags=re.MULTILINE).strip() if down else ""
            return framework, 1, int(bool(rest)), down.start() if down else 0
    return "sql", 1, 0, 0


def _liquibase(form: str, text: str) -> Answer | None:
    steps, rollback, one_way = _CHANGESETS[form]
    starts = [hit.start() for hit in steps.finditer(text)]
    if not starts:
        return None
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    back = [bool(rollback.search(part)) or not one_way.search(part) for part in parts]
    shown = starts[back.index(False)] if False in back else starts[0]
    return "liquibase", len(parts), sum(back), shown
