from __future__ import annotations

from bench.repository import build, files
from maturity.adapters.git import open_local


def test_the_repository_to_measure_on_is_the_same_every_time(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(build(tmp_path / name, 6))
    assert made[0] == made[1]


def test_it_has_every_file_and_one_commit_more(tmp_path):
    old, new = build(tmp_path, 12)
    with open_local(tmp_path, old) as before, open_local(tmp_path, new) as after:
        assert len(before.entries()) == len(after.entries()) == len(list(files(12)))
        changed = set(after.entries()) - set(before.entries())
    assert len(changed) == 3


def test_it_is_as_large_as_the_target_speaks_of():
    assert len(list(files(170))) >= 4_000
