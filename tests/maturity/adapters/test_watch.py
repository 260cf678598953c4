"""Programs that must be stopped gently, and of which nothing may stay: fake ones, in every bad mood."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from maturity.adapters import process
from maturity.adapters.errors import AdapterError
from tests.servers import python, until

PYTHON = sys.executable
# Says who it is, starts a child as terraform starts a provider, and waits.
WAITS = """
import os, pathlib, signal, subprocess, sys, time
{before}
child = subprocess.Popen([sys.executable, "-c", "import signal, time\\n"
    "signal.signal(signal.SIGINT, signal.SIG_IGN)\\ntime.sleep(60)"])
def polite(*_):
    child.kill()
    print("stopped politely", flush=True)
    sys.exit(1)
{handler}
pathlib.Path("pids.new").write_text(f"{{os.getpid()}} {{child.pid}}")
os.rename("pids.new", "pids")
time.sleep(60)
"""
POLITE = WAITS.format(before="", handler="signal.signal(signal.SIGINT, polite)")
STUBBORN = WAITS.format(before="", handler="signal.signal(signal.SIGINT, signal.SIG_IGN)")
WORKER = """
import os, sys
from pathlib import Path
from maturity.adapters import process
folder = Path(sys.argv[1])
process.watch([sys.executable, "-c", sys.argv[2]], env={}, cwd=folder, out=folder / "out", err=folder / "err",
              look=lambda: None, limit=10**6, grace=float(sys.argv[3]))
"""


class Stop(Exception):
    """Somebody asked for the end."""


def watch(folder: Path, script: str, look=lambda: None, *, grace: float = 5.0, **more) -> int:
    files = {"out": folder / "out", "err": folder / "err"}
    given = {"env": {}, "cwd": folder, "limit": 10**6, **files, **more}
    return process.watch([PYTHON, "-c", script], look=look, grace=grace, **given)


def running(folder: Path) -> list[int]:
    """The program and its child, as far as they are there."""
    return [pid for pid in map(int, (folder / "pids").read_text().split()) if alive(pid)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stop_when_ready(folder: Path):
    def look() -> None:
        if (folder / "pids").exists():
            raise Stop

    return look


def test_a_program_leaves_its_output_in_files_and_tells_its_code(tmp_path):
    script = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(2)"
    assert watch(tmp_path, script) == 2
    assert ((tmp_path / "out").read_text(), (tmp_path / "err").read_text()) == ("out\n", "err\n")


def test_a_program_that_is_killed_tells_by_which_signal(tmp_path):
    assert watch(tmp_path, "import os; os.kill(os.getpid(), 9)") == 128 + 9


def test_a_program_that_is_missing_says_so_in_its_errors(tmp_path):
    files = {"out": tmp_path / "out", "err": tmp_path / "err"}
    code = process.watch(
        ["no-such-program"], env={}, cwd=tmp_path, look=lambda: None, limit=9, grace=1, **files
    )
    assert code == 127
    assert (tmp_path / "err").read_text() == "no-such-program cannot be started: No such file or directory\n"


def test_a_watched_program_sees_no_secret_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("RUNGS_SECRET_KEY", "hunter2")
    watch(tmp_path, "import os; print(dict(os.environ))")
    assert "hunter2" not in (tmp_path / "out").read_text()


def test_a_polite_program_is_asked_to_stop_and_may_tidy_up(tmp_path):
    started = time.monotonic()
    with pytest.raises(Stop):
        watch(tmp_path, POLITE, stop_when_ready(tmp_path), grace=30)
    assert (tmp_path / "out").read_text() == "stopped politely\n"
    assert running(tmp_path) == []
    assert time.monotonic() - started < 20


def test_a_stubborn_program_is_killed_with_all_it_started(tmp_path):
    with pytest.raises(Stop):
        watch(tmp_path, STUBBORN, stop_when_ready(tmp_path), grace=0.3)
    assert running(tmp_path) == []


def test_what_a_program_leaves_behind_is_ended_with_it(tmp_path):
    watch(tmp_path, STUBBORN.replace("time.sleep(60)\n", ""))
    until(lambda: running(tmp_path) == [], "the end of what was left behind", 5)


def test_a_flood_into_a_file_is_cut_off(tmp_path):
    with pytest.raises(AdapterError, match="printed more than 100,000 bytes"):
        watch(tmp_path, "while True: print('x' * 1000, flush=True)", limit=100_000)


def test_a_lock_is_held_until_the_last_process_has_ended(tmp_path):
    read, write = os.pipe()
    watch(tmp_path, f"import os; os.write({write}, b'mine')", hold=write)
    os.close(write)
    assert os.read(read, 10) == b"mine"
    os.close(read)


@pytest.mark.parametrize(("script", "grace"), [(POLITE, "30"), (STUBBORN, "0.3")], ids=["polite", "stubborn"])
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_is_killed_leaves_no_process(tmp_path, script, grace, sign):
    with python("-c", WORKER, str(tmp_path), script, grace) as worker:
        until((tmp_path / "pids").exists, "the start of the program")
        os.kill(worker.pid, sign)
        worker.wait(20)
        until(lambda: running(tmp_path) == [], "the end of the program and its child", 10)
    polite = (tmp_path / "out").read_text()
    assert polite == ("stopped politely\n" if grace == "30" else "")


def test_a_keeper_that_is_killed_takes_its_program_with_it(tmp_path):
    with python("-c", WORKER, str(tmp_path), POLITE, "30") as worker:
        until((tmp_path / "pids").exists, "the start of the program")
        program = int((tmp_path / "pids").read_text().split()[0])
        os.kill(parent_of(program), signal.SIGKILL)
        worker.wait(20)
        until(lambda: not alive(program), "the end of the program", 10)
    assert (tmp_path / "out").read_text() == "stopped politely\n"


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
