from __future__ import annotations

import os
from pathlib import Path

from maturity.adapters.terraform import Log, place, sweep
from maturity.adapters.terraform.log import HALF


def left_behind(data: Path, name: str, *, old: bool = True) -> Path:
    top = data / "plans" / name
    top.mkdir(parents=True)
    (top / "plan").write_text("secrets")
    if old:
        os.utime(top, (0, 0))
    return top


def test_what_a_killed_worker_left_is_swept_away(data, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, link = left_behind(data, "run-1-x"), tmp_path / "rungs-plan-run-1-x"
    link.symlink_to(left)
    assert sweep() == 1
    assert not left.exists()
    assert not link.is_symlink()


def test_where_somebody_still_works_nothing_is_swept(data):
    with place("run-1") as mine:
        os.utime(mine.top, (0, 0))
        assert sweep() == 0
        assert mine.files.exists()


def test_one_that_is_just_being_made_is_left_alone(data):
    fresh = left_behind(data, "run-1-x", old=False)
    assert sweep() == 0
    assert fresh.exists()


def test_a_machine_that_never_planned_has_nothing_to_sweep(data):
    assert sweep() == 0


def test_a_log_keeps_its_beginning_and_its_end(data):
    log = Log()
    log.add("first\n" + "x" * 5_000)
    for number in range(40_000):
        log.add(f"line {number}")
    lines = log.text().splitlines()
    assert lines[0] == "first"
    assert len(lines[1]) == 2_001
    assert lines[-1] == "line 39999"
    assert [line for line in lines if line.endswith("lines left out …")]
    assert len(log.text()) < 2 * HALF + 100
