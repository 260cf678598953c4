"""Names and values of Python's syntax tree. Nothing is imported, and nothing is run."""

from __future__ import annotations

import ast
import warnings


def parsed(text: str) -> ast.Module:
    """SyntaxError or ValueError for what is no Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
        except MemoryError:
            raise ValueError("it is nested too deeply") from None


def name_of(node: ast.AST) -> str:
    """ "migrations.RunSQL", "op.add_column"; "" for what is no name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    elif not parts:
        return ""
    return ".".join(reversed(parts))


def last(node: ast.AST) -> str:
    return name_of(node).rpartition(".")[2]


def given(call: ast.Call, name: str, place: int | None = None) -> ast.expr | None:
    """An argument by its name, or by its place."""
    for one in call.keywords:
        if one.arg == name:
            return one.value
    return call.args[place] if place is not None and len(call.args) > place else None


def is_none(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def text_of(node: ast.expr | None) -> str | None:
    """A string that is written out, also within sa.text("…"); None for anything else."""
    if isinstance(node, ast.Call) and last(node.func) == "text" and node.args:
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
