"""The whole house in real processes: one command, one repository, one scan."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import Migrated
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
def up(
    house: dict[str, str], port: int, tmp_path: Path, migrated: Migrated
) -> Iterator[subprocess.Popen[bytes]]:
    migrated(tmp_path / "data" / "db.sqlite3")
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


SLOW_GIT = """#!/bin/sh
case "$1" in --version) ;; *) touch {begun}; while [ -e {begun} ]; do sleep 0.1; done ;; esac
exec {git} "$@"
"""


def parts(child: subprocess.Popen[bytes]) -> dict[int, str]:
    """The processes of its session that still run, and how they were started."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "sess,pid,stat,args"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=3) for line in listed.splitlines()[1:]]
    return {int(pid): args for sess, pid, stat, args in rows if sess == str(child.pid) and stat[0] != "Z"}


def refused(house: dict[str, str], *args: str) -> str:
    """What `up` says when it does not start."""
    argv = [sys.executable, "manage.py", "up", *args]
    done = subprocess.run(argv, env={**os.environ, **house}, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "password" not in done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


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
    assert b"Make the first administrator: http" in out
    assert b"Traceback" not in out
    until(lambda: not parts(up), "the end of every process")


def test_parts_do_not_outlive_a_parent_that_was_killed(up):
    os.kill(up.pid, signal.SIGKILL)
    until(lambda: not parts(up), "the end of every process")


@pytest.mark.parametrize(("sign", "name"), [("--beat", "The worker"), ("planner@", "The planner")])
def test_a_part_that_is_killed_is_named_and_everything_ends(up, sign, name):
    main = min(pid for pid, args in parts(up).items() if sign in args)
    os.kill(main, signal.SIGKILL)
    out, _ = up.communicate(timeout=40)
    assert up.returncode == 1
    assert f"{name} was killed (signal 9), so everything was stopped" in out.decode()
    until(lambda: not parts(up), "the end of every process")


def test_a_second_start_on_the_same_data_is_refused(up, house, port):
    assert "Rungs already runs with the data in" in refused(house, "--bind", f"127.0.0.1:{port + 1}")


def test_a_port_that_is_taken_is_told_before_anything_is_done(house, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        assert refused(house, "--bind", taken).startswith(
            f"CommandError: {taken} cannot be listened on (Address already in use): --bind "
        )
    assert not (tmp_path / "data" / "db.sqlite3").exists()


@pytest.mark.parametrize("bind", ["nonsense", "127.0.0.1:99999", ":8000"])
def test_an_address_that_is_none_is_refused(house, bind):
    assert "is not an address and a port" in refused(house, "--bind", bind)


def test_data_that_cannot_be_kept_is_told_in_a_sentence(house, tmp_path):
    (tmp_path / "data").write_text("in the way")
    assert f"{tmp_path / 'data'} cannot be written to." in refused(house)


def test_a_database_that_cannot_be_opened_is_told_in_a_sentence(house, tmp_path):
    house["DATABASE_URL"] = f"sqlite:///{tmp_path}/nowhere/db.sqlite3"
    assert refused(house).startswith("rungs: the database cannot be used: unable to open database file.")


def test_a_second_ctrl_c_does_not_wait_for_a_scan(house, port, tmp_path):
    begun, wrapper = tmp_path / "begun", tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(SLOW_GIT.format(begun=begun, git=shutil.which("git")))
    wrapper.chmod(0o755)
    GitRepo(tmp_path / "infra").commit({"main.tf": "terraform {}\n"})
    env = {**house, "RUNGS_URL": f"http://127.0.0.1:{port}"}
    with python("manage.py", "up", env={**env, "PATH": f"{wrapper.parent}:{os.environ['PATH']}"}) as up:
        until(lambda: up.poll() is not None or answers(f"http://127.0.0.1:{port}/readyz"), "the start")
        argv = [sys.executable, "manage.py", "connect", str(tmp_path / "infra")]
        subprocess.run(argv, env={**os.environ, **house}, check=True, capture_output=True, timeout=60)
        until(begun.exists, "the start of the scan")
        os.kill(up.pid, signal.SIGINT)
        until(
            lambda: not [args for args in parts(up).values() if "gunicorn" in args],
            "the end of the web server",
        )
        os.kill(up.pid, signal.SIGINT)
        out, _ = up.communicate(timeout=40)
        assert up.returncode == 0
        assert b"Traceback" not in out
        until(lambda: not [args for args in parts(up).values() if "python" in args], "the end of every part")
    begun.unlink()
