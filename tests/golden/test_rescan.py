"""A scan that remembers the one before answers as one that remembers nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from maturity.core.assess import assess
from maturity.core.facts import Missing
from maturity.core.facts.owners import Owners
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.memo import PerContent
from maturity.core.tree import MemoryTree
from maturity.core.waiver import Waiver
from tests.golden.test_golden import CASES, GOLDEN

Contents = Mapping[str, bytes]


class Kept(PerContent):
    """A memo in memory."""

    lasting = True

    def __init__(self) -> None:
        self.facts: dict[str, bytes] = {}
        self.left: dict[str, bytes] = {}

    def get_many(self, keys):
        return {key: self.facts[key] for key in keys if key in self.facts}

    def put_many(self, facts):
        self.facts.update(facts)

    def get(self, name):
        return self.left.get(name)

    def put(self, name, value):
        self.left[name] = value

    def under(self, prefix):
        return {name: value for name, value in self.left.items() if name.startswith(prefix)}

    def forget(self):
        self.left.clear()


def contents(case: str) -> dict[str, bytes]:
    top = GOLDEN / case / "tree"
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


TREES = {case: contents(case) for case in CASES}
EVERY = sorted({(path, text) for tree in TREES.values() for path, text in tree.items()})
FOLDERS = ("", "modules/", "examples/", "vendor/", "live/prod/")
NAME = RepositoryName("example/shop", "main")
WAIVER = Waiver(
    criterion="plan_on_pull_request", reason="moving", owner="ana", approver="bo", expires=date(2026, 6, 1)
)


@dataclass(frozen=True)
class Around:
    """What is known from outside the repository."""

    given: tuple[object, ...] = (NAME,)
    waivers: tuple[Waiver, ...] = ()
    today: date | None = None
    missing: tuple[tuple[type, Missing], ...] = ()


AROUND = (
    Around(), Around(), Around(), Around(given=()), Around(given=(RepositoryName("example/shop", "trunk"),)),
    Around(waivers=(WAIVER,), today=date(2026, 6, 1)), Around(waivers=(WAIVER,), today=date(2026, 6, 2)),
    Around(missing=((Owners, Missing("GitHub answered 403")),)),
)  # fmt: skip


def added(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    path, text = draw(some.sampled_from(EVERY))
    tree[draw(some.sampled_from(FOLDERS)) + path] = text


def removed(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    del tree[draw(some.sampled_from(sorted(tree)))]


def renamed(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    path = draw(some.sampled_from(sorted(tree)))
    tree[draw(some.sampled_from(FOLDERS)) + path.replace("infra", "platform")] = tree.pop(path)


def line_lost(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    path = draw(some.sampled_from(sorted(tree)))
    lines = tree[path].splitlines(keepends=True)
    at = draw(some.integers(0, len(lines)))
    del lines[at : at + 1]
    tree[path] = b"".join(lines)


def line_moved(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    path = draw(some.sampled_from(sorted(tree)))
    tree[path] = b"\n" + tree[path]


def value_changed(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    path = draw(some.sampled_from(sorted(tree)))
    old, new = draw(
        some.sampled_from([(b"prod", b"dev"), (b"plan", b"apply"), (b"s3", b"gcs"), (b'"', b'"x')])
    )
    tree[path] = tree[path].replace(old, new, 1)


def block_added(draw: some.DrawFn, tree: dict[str, bytes]) -> None:
    path = draw(some.sampled_from(sorted(tree)))
    tree[path] += draw(some.sampled_from(EVERY))[1]


EDITS = (added, removed, renamed, line_lost, line_moved, value_changed, block_added)


@some.composite
def histories(draw: some.DrawFn) -> list[tuple[Contents, Around]]:
    """Some commits, one after the other, and what was known when each was scanned."""
    tree = dict(TREES[draw(some.sampled_from(CASES))])
    history: list[tuple[Contents, Around]] = [(dict(tree), Around())]
    for _ in range(draw(some.integers(1, 4))):
        for edit in draw(some.lists(some.sampled_from(EDITS), min_size=0, max_size=2)):
            if tree:
                edit(draw, tree)
        history.append((dict(tree), draw(some.sampled_from(AROUND))))
    return history


def encoded(tree: MemoryTree, around: Around, memo: Kept | None = None) -> bytes:
    found = assess(tree, memo, around.given, around.waivers, around.today, dict(around.missing))
    return msgspec.json.format(msgspec.json.encode(found))


@settings(max_examples=40, deadline=None)
@given(history=histories())
def test_what_is_remembered_changes_no_answer(history: list[tuple[Contents, Around]]):
    memo, before = Kept(), None
    for number, (files, around) in enumerate(history):
        before = MemoryTree(files, f"{number:040}", before)
        assert encoded(before, around, memo) == encoded(before, around)


PLAN = b"on: pull_request\njobs: {plan: {runs-on: ubuntu-latest, steps: [{run: ./ci/check infra}]}}\n"
CHECK = b"#!/bin/sh\nset -e\ncd infra\nterraform init\nterraform plan\n"
LIVE = {
    "infra/main.tf": TREES["declared-by-hand"]["infra/main.tf"],
    "infra/backend.tf": b'terraform {\n  backend "s3" {}\n}\n',
}
STEPS: dict[str, tuple[Contents, Mapping[str, bytes | None]]] = {
    "a value": (LIVE, {"infra/main.tf": LIVE["infra/main.tf"].replace(b"name", b"description")}),
    "a line that is shown": (LIVE, {"infra/backend.tf": b'terraform { # state\n  backend "s3" {}\n}\n'}),
    "a block": (LIVE, {"infra/main.tf": LIVE["infra/main.tf"] + b'resource "aws_sqs_queue" "more" {}\n'}),
    "a workflow": (
        {**LIVE, ".github/workflows/plan.yml": PLAN},
        {".github/workflows/plan.yml": PLAN.replace(b"pull_request", b"push")},
    ),
    "a script that a workflow calls": (
        {**LIVE, ".github/workflows/plan.yml": PLAN, "ci/check": CHECK},
        {"ci/check": CHECK.replace(b"plan", b"validate")},
    ),
    "a script that was missing": ({**LIVE, ".github/workflows/plan.yml": PLAN}, {"ci/check": CHECK}),
    "a script that goes": (
        {**LIVE, ".github/workflows/plan.yml": PLAN, "ci/check": CHECK},
        {"ci/check": None},
    ),
    "a folder": (LIVE, {".gitlab/notes.txt": b""}),
    "a file whose name tells": (LIVE, {"infra/terraform.tfstate": b"{}"}),
    "a file that breaks": (
        {**LIVE, ".github/workflows/plan.yml": PLAN},
        {".github/workflows/plan.yml": b"on: [\n"},
    ),
    "a file that breaks differently": (
        {**LIVE, ".github/workflows/plan.yml": b"on: [\n"},
        {".github/workflows/plan.yml": b"on: {\n\n"},
    ),
    "a backend": (
        {**LIVE, "other/main.tf": LIVE["infra/backend.tf"]},
        {"other/main.tf": LIVE["infra/backend.tf"].replace(b"s3", b"local")},
    ),
    "a vendored file": (LIVE, {"vendor/x/main.tf": LIVE["infra/main.tf"]}),
    "everything": (LIVE, dict.fromkeys(LIVE)),
    "nothing": (LIVE, {}),
}


@pytest.mark.parametrize("step", STEPS)
def test_each_thing_that_is_committed_is_noticed(step: str):
    start, edit = STEPS[step]
    changed = {path: text for path, text in {**start, **edit}.items() if text is not None}
    memo, before = Kept(), MemoryTree(start, "1")
    encoded(before, Around(), memo)
    after = MemoryTree(changed, "2", before)
    assert encoded(after, Around(), memo) == encoded(after, Around())
