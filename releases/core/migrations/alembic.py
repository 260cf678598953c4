"""Alembic, and Flask-Migrate, which is Alembic."""

from __future__ import annotations

import ast
import re

from releases.core.migration import Found, Migration, Tool, words
from releases.core.migrations import _python as py
from releases.core.migrations import _sql

PLACE = re.compile(r"(?:^|/)(?:versions|alembic|migrations)/(?:[\w-]+/)*\w+\.py$")
SAFE = words(
    "create_table create_index drop_index create_foreign_key create_unique_constraint"
    " create_primary_key create_check_constraint drop_constraint bulk_insert create_table_comment"
    " drop_table_comment get_bind get_context f inline_literal batch_alter_table"
    " create_exclude_constraint autocommit_block"
)
PLAIN = words("sa sqlalchemy postgresql mysql sqlite mssql oracle text str int bool len print list dict")


def read(path: str, text: str, _down: str | None) -> Migration | None:
    tree = py.parsed(text)
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    names = {py.name_of(target) for one in tree.body if isinstance(one, ast.Assign) for target in one.targets}
    names |= {py.name_of(one.target) for one in tree.body if isinstance(one, ast.AnnAssign)}
    if "upgrade" not in functions or "revision" not in names:
        return None
    found, up = Found(), functions["upgrade"]
    if not _empty(up):  # a merge of two branches does nothing
        _judge_down(functions.get("downgrade"), found)
        _judge(up, found)
    return found.migration(path, "Alembic")


def _body(function: ast.FunctionDef) -> list[ast.stmt]:
    """Without its docstring."""
    return [
        one
        for one in function.body
        if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
    ]


def _empty(function: ast.FunctionDef) -> bool:
    return all(
        isinstance(one, ast.Pass) or (isinstance(one, ast.Return) and one.value is None)
        for one in _body(function)
    )


def _judge_down(down: ast.FunctionDef | None, found: Found) -> None:
    if down is None:
        found.add("one_way", "there is no downgrade", 0)
    elif _empty(down):
        found.add("one_way", "downgrade does nothing, and succeeds", down.lineno)
    elif any(isinstance(one, ast.Raise) for one in _body(down)):
        found.add("one_way", "downgrade raises", down.lineno)


def _judge(up: ast.FunctionDef, found: Found) -> None:
    made = {
        (py.text_of(py.given(call, "table_name", 0)) or "").lower()
        for call in ast.walk(up) if isinstance(call, ast.Call) and py.last(call.func) == "create_table"
    }  # fmt: skip
    batches = _batches(up)
    for call in ast.walk(up):
        if isinstance(call, ast.Call):
            root = py.name_of(call.func).partition(".")[0]
            if root == "op" or root in batches:
                _call(call, batches.get(root), found, made)
            elif py.last(call.func) == "execute":
                _executes(call, found, made)
            elif root not in PLAIN and not _is_of(call, batches):
                found.add("opaque", f"{root or 'a call'}: what its code does cannot be told", call.lineno)


def _is_of(call: ast.Call, batches: dict[str, str]) -> bool:
    """A method of what an operation answered, such as `op.get_bind().dialect`."""
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)


def _batches(up: ast.FunctionDef) -> dict[str, str]:
    """`with op.batch_alter_table("t") as batch`: the table behind each name."""
    found: dict[str, str] = {}
    for one in ast.walk(up):
        for item in one.items if isinstance(one, ast.With) else ():
            call, name = item.context_expr, py.name_of(item.optional_vars or ast.Pass())
            if isinstance(call, ast.Call) and py.last(call.func) == "batch_alter_table" and name:
                found[name] = py.text_of(py.given(call, "table_name", 0)) or "?"
    return found


def _call(call: ast.Call, batch: str | None, found: Found, made: set[str]) -> None:
    kind, at = py.last(call.func), call.lineno
    shift = 0 if batch is None else -1
    table = batch or py.text_of(py.given(call, "table_name", 0)) or "?"
    name = py.text_of(py.given(call, "column_name", 1 + shift)) or "?"
    if kind == "execute":
        _executes(call, found, made)
    elif table.lower() in made or kind in SAFE:
        return
    elif kind == "drop_table":
        found.drop(f"drop_table {table}", at)
    elif kind == "drop_column":
        found.drop(f"drop_column {table}.{name}", at)
    elif kind == "rename_table":
        found.add("breaks", f"rename_table {table}", at)
    elif kind == "add_column":
        _adds(py.given(call, "column", 1 + shift), table, found, at)
    elif kind == "alter_column":
        _alters(call, f"{table}.{name}", found)
    else:
        found.add("opaque", f"op.{kind}: what it does cannot be told", at)


def _adds(column: ast.expr | None, table: str, found: Found, at: int) -> None:
    if not isinstance(column, ast.Call):
        found.add("opaque", f"add_column to {table}: its column is made by code", at)
        return
    filled = py.given(column, "server_default") is not None or any(
        isinstance(one, ast.Call) and py.last(one.func) in ("Identity", "Computed") for one in column.args
    )
    if py.is_false(py.given(column, "nullable")) and not filled:
        name = py.text_of(py.given(column, "name", 0)) or "?"
        found.add("breaks", f"NOT NULL without a default: {table}.{name}", at)


def _alters(call: ast.Call, name: str, found: Found) -> None:
    if not py.is_none(py.given(call, "new_column_name")):
        found.add("breaks", f"rename of {name}", call.lineno)
    if not py.is_none(py.given(call, "type_")):
        found.add("breaks", f"another type: {name}", call.lineno)
    if py.is_false(py.given(call, "nullable")):
        found.add("breaks", f"NOT NULL: {name}", call.lineno)


def _executes(call: ast.Call, found: Found, made: set[str]) -> None:
    text = py.text_of(py.given(call, "sqltext", 0))
    if text is None:
        found.add("opaque", "execute: its SQL is made by code", call.lineno)
    else:
        _sql.judge(text, found, call.lineno, made)


TOOL = Tool(name="Alembic", wants=lambda path: bool(PLACE.search(path)), read=read)
