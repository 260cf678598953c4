"""Django. A default stays in Python: in the database a new column without null or db_default has none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from releases.core.migration import Found, Migration, Tool, words
from releases.core.migrations import _python as py
from releases.core.migrations import _sql

PLACE = re.compile(r"(?:^|/)migrations/(?:[\w-]+/)?\w+\.py$")
SAFE = words(
    "CreateModel AddIndex RemoveIndex RenameIndex AddConstraint RemoveConstraint AlterConstraint"
    " AlterModelOptions AlterModelManagers AlterUniqueTogether AlterIndexTogether"
    " AlterOrderWithRespectTo AlterModelTableComment AddIndexConcurrently RemoveIndexConcurrently"
    " AddConstraintNotValid ValidateConstraint CreateCollation RemoveCollation"
)
OWN_TABLE = frozenset({"ManyToManyField", "GeneratedField", "AutoField", "BigAutoField", "SmallAutoField"})


def read(path: str, text: str, _down: str | None) -> Migration | None:
    tree = py.parsed(text)
    steps = next((one for one in tree.body if _is_migration(one)), None)
    if not isinstance(steps, ast.ClassDef):
        return None
    found = Found()
    made: set[str] = set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Assign) and _named(one) == "reversible" and py.is_false(one.value):
            found.add("one_way", "reversible = False", one.lineno)
    for call in _operations(steps, found):
        _judge(call, found, made)
    return found.migration(path, "Django")


def _is_migration(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.ClassDef)
        and node.name == "Migration"
        and any(py.last(base) == "Migration" for base in node.bases)
    )


def _named(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return py.name_of(node.targets[0])
    return py.name_of(node.target) if isinstance(node, ast.AnnAssign | ast.AugAssign) else ""


def _operations(steps: ast.ClassDef, found: Found) -> Iterator[ast.Call]:
    for one in steps.body:
        if isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign) and _named(one) == "operations":
            yield from _listed(one.value, found, one.lineno)


def _listed(node: ast.expr | None, found: Found, at: int) -> Iterator[ast.Call]:
    """Of what stands in the list; SeparateDatabaseAndState only for the database."""
    if not isinstance(node, ast.List | ast.Tuple):
        _unclear(found, "operations are made by code", at)
        return
    for one in node.elts:
        if not isinstance(one, ast.Call):
            _unclear(found, "an operation is made by code", one.lineno)
        elif py.last(one.func) == "SeparateDatabaseAndState":
            inner = py.given(one, "database_operations", 0)
            if not py.is_none(inner):
                yield from _listed(inner, found, one.lineno)
        else:
            yield one


def _unclear(found: Found, text: str, at: int) -> None:
    found.add("opaque", text, at)
    found.add("unclear", text, at)


def _judge(call: ast.Call, found: Found, made: set[str]) -> None:
    kind, at = py.last(call.func), call.lineno
    model = (py.text_of(py.given(call, "model_name", 0)) or "").lower()
    name = py.text_of(py.given(call, "name", 1)) or "?"
    if kind == "CreateModel":
        made.add((py.text_of(py.given(call, "name", 0)) or "").lower())
    elif kind in ("AddField", "AlterField", "RemoveField", "RenameField") and model in made:
        return
    elif kind == "AddField":
        _adds(call, f"{model}.{name}", found)
    elif kind in ("RemoveField", "DeleteModel"):
        gone = py.text_of(py.given(call, "name", 0)) if kind == "DeleteModel" else f"{model}.{name}"
        found.drop(f"{kind} {gone}", at)
    elif kind in ("RenameField", "RenameModel", "AlterModelTable"):
        found.add("breaks", f"{kind} {model}", at)
    elif kind == "AlterField":
        found.add("opaque", f"AlterField {model}.{name}: what it was before stands elsewhere", at)
    elif kind.startswith(("RunPython", "RunSQL")):
        _runs(call, found, made)
    elif kind not in SAFE and not kind.endswith("Extension"):
        _unclear(found, f"{kind or 'a call'} is no operation of Django", at)


def _adds(call: ast.Call, name: str, found: Found) -> None:
    field = py.given(call, "field", 2)
    if not isinstance(field, ast.Call):
        found.add("opaque", f"AddField {name}: its field is made by code", call.lineno)
        return
    filled = py.is_true(py.given(field, "null")) or py.given(field, "db_default") is not None
    if not filled and py.last(field.func) not in OWN_TABLE:
        told = "; default= stays in Python" if py.given(field, "default") is not None else ""
        found.add("breaks", f"NOT NULL without a default: {name}{told}", call.lineno)


def _runs(call: ast.Call, found: Found, made: set[str]) -> None:
    python = py.last(call.func).startswith("RunPython")
    kind, key = ("RunPython", "reverse_code") if python else ("RunSQL", "reverse_sql")
    back = py.given(call, key, 1)
    if py.is_none(back):
        found.add("one_way", f"{kind} without {key}", call.lineno)
    elif back is not None and (py.last(back) == "noop" or py.text_of(back) == ""):
        found.add("soft", f"{kind}: its way back does nothing", call.lineno)
    if python:
        if py.last(py.given(call, "code", 0) or call) != "noop":
            found.add("opaque", "RunPython: what its code does cannot be told", call.lineno)
        return
    _sql_of(py.given(call, "sql", 0), call.lineno, found, made)


def _sql_of(node: ast.expr | None, at: int, found: Found, made: set[str]) -> None:
    """One text, or a list of texts and of (text, parameters)."""
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    for part in parts:
        inner = part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part
        text = py.text_of(inner)
        if text is not None:
            _sql.judge(text, found, inner.lineno if inner is not None else at, made)
        elif py.last(inner or ast.Pass()) != "noop":
            found.add("opaque", "RunSQL: its SQL is made by code", at)


TOOL = Tool(
    name="Django", wants=lambda path: bool(PLACE.search(path)) and "/__" not in path, read=read
)  # fmt: skip
