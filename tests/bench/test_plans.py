from __future__ import annotations

from pathlib import Path

import pytest

from bench.plans import write
from bench.reading import measured
from maturity.core.plans import read


@pytest.mark.parametrize("hard", [False, True])
def test_the_plan_to_measure_on_is_the_same_every_time(tmp_path: Path, hard: bool):
    for name in ("one", "two"):
        write(tmp_path / name, 40, hard=hard)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nine_in_ten_resources_of_it_are_unchanged(tmp_path: Path):
    write(tmp_path / "plan", 1000)
    found = read((tmp_path / "plan").read_bytes())
    assert found.resources == 1000
    assert 850 <= found.counts.no_op <= 950
    assert min(found.counts.create, found.counts.update, found.counts.delete, found.counts.replace) > 0


def test_nothing_of_the_hard_one_is_unchanged_and_no_secret_of_it_is_kept(tmp_path: Path):
    write(tmp_path / "plan", 50, hard=True)
    found = read((tmp_path / "plan").read_bytes())
    assert (found.drifted, found.pending, found.kept) == (50, 50, 50)
    assert "-secret-" in (tmp_path / "plan").read_text()
    assert "-secret-" not in repr(found)


@pytest.mark.parametrize("plainly", [False, True])
def test_reading_is_measured_in_a_process_of_its_own(tmp_path: Path, plainly: bool):
    write(tmp_path / "plan", 10)
    assert measured(tmp_path / "plan", plainly=plainly).seconds > 0
