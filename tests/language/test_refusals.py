"""Why something was refused, to a person: said in their language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def plain(tree: ast.Module) -> Iterator[str]:
    """What is raised as it is written. What only machines are told begins small: "recording a check: …"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args:
            said = node.args[0]
            first = said.values[0] if isinstance(said, ast.JoinedStr) and said.values else said
            if isinstance(first, ast.Constant) and str(first.value)[:1].isupper():
                yield str(first.value)


def test_no_refusal_is_said_to_a_person_in_english_alone() -> None:
    files = [path for app in ("maturity", "releases") for path in sorted((ROOT / app).rglob("*.py"))]
    found = [f"{path.name}: {text}" for path in files for text in plain(ast.parse(path.read_text()))]
    assert found == []


def test_a_refusal_without_a_translation_is_found() -> None:
    code = 'Refused("Say why.")\nRefused(f"There are {n}.")\nRefused(_("Say why."))\nRefused("reading: no")'
    assert list(plain(ast.parse(code))) == ["Say why.", "There are "]
