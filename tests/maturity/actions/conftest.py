"""A small engine for the actions: the file "level" says which level a commit has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from maturity.core.assess import Assessment
from maturity.core.criterion import Finding, Fix, Gate, Outcome
from maturity.core.facts.infrastructure import Backend, Stack
from maturity.core.facts.kind import Kind, KindName
from maturity.core.scoring import Judged, Score
from maturity.core.source import Source
from maturity.core.tree import Tree
from tests.gitrepo import GitRepo

TOP = 5


def judgement(
    level: int | None = 2, *, commit: str = "c" * 40, stacks: Sequence[str] = (), **more: Any
) -> Assessment:
    """What the engine would say: one required criterion per level, met up to `level`."""
    judged = tuple(
        Judged(
            f"rung_{number}", number, Gate.REQUIRED,
            Finding(Outcome.MET, "yes", (Source("main.tf", 1, "x"),)) if number <= (level or 0)
            else Finding(Outcome.NOT_MET, f"rung {number} is missing"),
        )
        for number in range(1, TOP + 1)
    )  # fmt: skip
    blockers = () if level is None or level == TOP else (f"rung_{level + 1}",)
    given: dict[str, Any] = {
        "commit": commit, "kind": Kind(KindName.LIVE, "why"), "score": Score(level, level, blockers),
        "judged": judged, "criteria_set": "set-1", "practices": {"remote_state": True},
        "fixes": {name: Fix("do it", "a.yml", "text") for name in blockers}, "files": 3,
        "stacks": tuple(stack(directory) for directory in stacks),
    }  # fmt: skip
    return Assessment(**{**given, **more})


def stack(directory: str, **more: Any) -> Stack:
    at = Source(f"{directory}/main.tf")
    return Stack(
        **{"directory": directory, "tool": "terraform", "at": at, "backend": Backend("s3", at), **more}
    )


class Engine:
    """Stands in for `assess`. `criteria_set` may be changed, `shift` moves every level it finds."""

    def __init__(self) -> None:
        self.criteria_set = "set-1"
        self.shift = 0
        self.asked: list[str] = []

    def __call__(self, tree: Tree, memo: object = None, **_: object) -> Assessment:
        self.asked.append(tree.commit)
        found = {entry.path: entry.blob for entry in tree.entries()}
        content = dict(tree.read([found["level"]]))[found["level"]]
        return judgement(int(content) + self.shift, commit=tree.commit, criteria_set=self.criteria_set)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr("maturity.actions.scanning.assess", engine)
    return engine


@pytest.fixture
def repo(tmp_path: Path, data: Path) -> GitRepo:
    repo = GitRepo(tmp_path / "infra")
    repo.commit({"level": "2"}, "start")
    return repo
