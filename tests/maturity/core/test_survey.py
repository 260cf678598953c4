from __future__ import annotations

import pytest

from maturity.core.files import Files
from maturity.core.readers.hcl import HclFile
from maturity.core.tree import MemoryTree
from tests.golden.test_rescan import Kept

WORKFLOW = ".github/workflows/plan.yml"
OLD = {
    "infra/main.tf": 'resource "a" "b" {\n  name = 1\n}\n',
    "old/gone.tf": "",
    "README.md": "x",
    WORKFLOW: "on: push\n",
}


def after() -> Files:
    """The files of a commit after `OLD`: a value changed, a file gone, one new."""
    memo = Kept()
    before = MemoryTree(OLD, "1")
    Files(before, memo).keep()
    changed = {**OLD, "infra/main.tf": OLD["infra/main.tf"].replace("1", "2"), "new/x.md": ""}
    del changed["old/gone.tf"]
    return Files(MemoryTree(changed, "2", before), memo)


@pytest.mark.parametrize(
    "question",
    [
        "blob:infra/main.tf",
        "blob:old/gone.tf",
        "has:old/gone.tf",
        "has:new/x.md",
        "folder:new",
        "folders:",
        "folder:old",
        'ending:[".md"]',
        'any:0["new/*"]',
        'any:1["old/*"]',
        "paths",
        "of:hcl",
    ],
)
def test_a_question_has_another_answer_when_what_it_is_about_changed(question: str):
    assert after().differs(question)


@pytest.mark.parametrize(
    "question",
    [
        "blob:README.md",
        "has:infra/main.tf",
        "folder:infra",
        "folder:",
        "folders:infra",
        'ending:["E.md",".yml"]',
        'any:1["infra/*"]',
        'any:0["x/*"]',
        "of:github_actions",
        "unreadable",
    ],
)
def test_a_question_about_what_did_not_change_keeps_its_answer(question: str):
    assert not after().differs(question)


def test_a_value_in_a_resource_changes_nothing_that_is_known_of_its_file():
    memo, before = Kept(), MemoryTree(OLD, "1")
    Files(before, memo).keep()
    changed = {**OLD, "infra/main.tf": OLD["infra/main.tf"].replace("1", "2")}
    files = Files(MemoryTree(changed, "2", before), memo)
    assert files.changed("infra/main.tf")
    assert not files.differs("of:hcl")


def test_after_a_commit_that_changed_most_of_it_everything_is_read_anew(monkeypatch):
    monkeypatch.setattr("maturity.core.survey.ALWAYS_FEW", 0)
    memo, before = Kept(), MemoryTree(OLD, "1")
    Files(before, memo).keep()
    files = Files(MemoryTree({path: f"{text}\n" for path, text in OLD.items()}, "2", before), memo)
    assert files.differs("blob:anything")


def test_without_the_commit_before_everything_is_read_anew():
    memo = Kept()
    Files(MemoryTree(OLD, "1"), memo).keep()
    assert Files(MemoryTree(OLD, "2"), memo).differs("blob:README.md")


def types_of(path: str, content: HclFile) -> list[str]:
    return sorted(content.resources)


def eye(text: str) -> bool:
    """Whether `types_of` sees something else once `text` stands in main.tf."""
    memo, before = Kept(), MemoryTree(OLD, "1")
    Files(before, memo).keep()
    files = Files(MemoryTree({**OLD, "infra/main.tf": text}, "2", before), memo)
    assert files.differs("of:hcl")
    with files.watch() as asked:
        files.each(HclFile, types_of)
    return any(map(files.differs, asked))


def test_what_is_seen_of_each_file_differs_only_when_something_else_is_seen():
    assert not eye(OLD["infra/main.tf"] + 'locals {}\nresource "a" "c" {}\n')
    assert eye(OLD["infra/main.tf"] + 'resource "b" "c" {}\n')
    assert eye("")


def test_what_several_make_of_the_files_is_made_once_and_asked_by_all():
    files = Files(MemoryTree(OLD))
    made: list[int] = []

    def make(files: Files) -> int:
        made.append(len(files.paths))
        return len(made)

    questions = []
    for _ in range(2):
        with files.watch() as asked:
            assert files.once(make) == 1
        questions.append(asked)
    assert questions == [{"paths"}, {"paths"}]
