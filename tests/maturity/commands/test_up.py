"""The whole house in real processes: one command, one repository, one scan."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.gitrepo import GitRepo
from tests.servers import python, until

SCAN = """
import sys, time, django
django.setup()
from maturity import actions, tasks
repository = actions.connect_repository(None, sys.argv[1], local=True)
run = actions.request_scan(None, repository)
tasks.send(run.pk)
while run.is_open:
    time.sleep(0.05)
    run.refresh_from_db()
print(run.state, run.error)
"""


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    data = tmp_path / "data"
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "RUNGS_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data}/db.sqlite3",
        "BROKER_URL": f"sqlite:///{data}/queue.sqlite3",
    }


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def up(house: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    with python("manage.py", "up", "--bind", f"127.0.0.1:{port}", "--scans", "1", env=house) as child:
        ready = f"http://127.0.0.1:{port}/readyz"
        until(lambda: child.poll() is not None or answers(ready), "the start of the web server")
        assert child.poll() is None, child.communicate()[0].decode()
        yield child


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def group(child: subprocess.Popen[bytes]) -> list[str]:
    """The processes of its group that still run."""
    listed = subprocess.run(["ps", "-eo", "pgid,stat"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[1:]]
    return [state for pgid, state in rows if int(pgid) == child.pid and not state.startswith("Z")]


def test_a_scan_that_is_asked_for_is_done_by_the_worker(up, house, tmp_path):
    repo = GitRepo(tmp_path / "infra")
    repo.commit({"main.tf": 'resource "null_resource" "x" {}\n'})
    argv = [sys.executable, "-c", SCAN, str(repo.path)]
    done = subprocess.run(
        argv, env={**os.environ, **house}, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["finished"]


def test_ctrl_c_ends_every_part_and_the_login_was_printed(up):
    os.killpg(up.pid, signal.SIGINT)
    out, _ = up.communicate(timeout=40)
    assert up.returncode == 0
    assert b"Sign in as admin with the password" in out
    assert b"Traceback" not in out
    until(lambda: group(up) == [], "the end of every process")


def test_parts_do_not_outlive_a_parent_that_was_killed(up):
    os.kill(up.pid, signal.SIGKILL)
    until(lambda: group(up) == [], "the end of every process")
