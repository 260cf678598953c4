from __future__ import annotations

from bench.repository import build, files
from maturity.adapters.git import open_local


def test_the_repository_to_measure_on_is_the_same_every_time(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(build(tmp_path / name, 32))
    assert made[0] == made[1]


def test_it_has_every_file_and_commits_that_each_change_one(tmp_path):
    old, edits = build(tmp_path, 32)
    assert list(edits) == ["a value changed", "a block added", "a workflow edited", "a file added"]
    for commit in edits.values():
        with open_local(tmp_path, commit) as after:
            assert len(after.entries()) >= len(list(files(32)))
            assert len(after.changes(old) or ()) == 1


def test_it_is_as_large_as_the_target_speaks_of():
    assert len(list(files(170))) >= 4_000
