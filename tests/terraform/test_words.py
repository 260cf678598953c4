"""Rungs never applies: the adapter does not even know the words."""

from __future__ import annotations

import ast
from pathlib import Path

from maturity.adapters.terraform import planning


def test_no_word_that_changes_anything_is_written_anywhere_in_the_adapter():
    folder = Path(planning.__file__).parent
    trees = [ast.walk(ast.parse(path.read_text())) for path in folder.glob("*.py")]
    written = {node.value for tree in trees for node in tree if isinstance(node, ast.Constant)}
    assert {"init", "select", "plan", "show"} <= written
    assert not written & {
        "apply", "destroy", "import", "refresh", "taint", "untaint", "force-unlock", "state", "new", "delete",
        "-upgrade", "-migrate-state", "-reconfigure", "-force-copy", "-auto-approve", "-or-create",
    }  # fmt: skip
