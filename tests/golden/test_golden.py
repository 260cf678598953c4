"""Whole assessments of small repositories, kept as files.

`make golden` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from maturity.core.assess import assess
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.report.json import as_dict
from maturity.core.tree import MemoryTree

GOLDEN = Path(__file__).resolve().parent
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/tree"))


def tree(case: str) -> MemoryTree:
    top = GOLDEN / case / "tree"
    files = {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    return MemoryTree(files)


def assessed(case: str) -> dict[str, Any]:
    """The assessment in short, without what changes with every wording: questions, fixes, hash."""
    found = as_dict(assess(tree(case), given=(RepositoryName("example/shop", "main"),)))
    asked = [one for one in found["findings"] if one["outcome"] != "not_applicable"]
    return {
        **{
            key: found[key]
            for key in ("level", "possible_level", "kind", "kind_why", "blockers", "practices")
        },
        "stacks": [
            f"{one['stack']} ({one['tool']}, {one['environment'] or 'any'})" for one in found["stacks"]
        ],
        "findings": {one["id"]: told(one) for one in asked},
        "fixes": {one["id"]: one["fix"]["path"] for one in asked if one["fix"]},
        "unreadable": found["unreadable"],
    }


def told(one: dict[str, Any]) -> list[str]:
    share = f" {one['met']}/{one['of']}" if one["of"] > 1 else ""
    stacks = (
        [f"{each['stack']}: {each['outcome']}" for each in one["stacks"]] if len(one["stacks"]) > 1 else []
    )
    evidence = [f"{each['path']}:{each['line'] or ''}  {each['snippet']}" for each in one["evidence"]]
    return [f"{one['outcome']}{share}: {one['message']}", *stacks, *evidence, *one["looked_at"]]


@pytest.mark.parametrize("case", CASES)
def test_the_whole_assessment_is_as_expected(case: str):
    expected = GOLDEN / case / "expected.json"
    text = json.dumps(assessed(case), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("RUNGS_TEST_UPDATE_GOLDEN"):
        expected.write_text(text)
    assert text == expected.read_text()


LEVELS = {
    "nothing-here": None,
    "scripts-only": 1,
    "declared-by-hand": 2,
    "plan-and-apply": 3,
    "tested-and-policed": 4,
    "self-healing": 5,
    "module-library": None,
    "tool": None,
    "examples-only": None,
    "apply-by-hand": 2,
    "commented-job": 2,
    "soft-scan": 3,
    "prod-decides": 3,
    "atlantis": 3,
    "gitlab": 3,
    "pulumi": 3,
    "gitops-flux": 2,
    "gitops-flux-checked": 5,
    "state-in-git": 2,
}


@pytest.mark.parametrize(("case", "level"), LEVELS.items())
def test_each_kind_of_repository_stands_on_its_rung(case: str, level: int | None):
    assert assess(tree(case)).score.level == level


def test_what_lies_in_another_repository_is_possible_and_not_verified():
    score = assess(tree("delegated")).score
    assert (score.level, score.possible_level) == (2, 3)
