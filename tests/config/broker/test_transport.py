"""Real workers in real processes: what is promised of the queue must hold when they are killed."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

from kombu.connection import Connection
from kombu.entity import Queue

from tests.config.broker.worker_app import app
from tests.servers import kill, python, until


def connection(folder: Path) -> Connection:
    return Connection("sqlite://localhost", transport_options={"path": str(folder / "queue.sqlite3")})


def send(folder: Path, name: str, seconds: float) -> None:
    with connection(folder) as broker:
        app.send_task("work", (name, seconds), connection=broker)


def worker(folder: Path, name: str = "one") -> AbstractContextManager[subprocess.Popen[bytes]]:
    options = [
        "--concurrency=1",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
        "-n",
        f"{name}@test",
    ]
    # Celery's command line takes BROKER_URL over what the app says.
    env = {"TEST_FOLDER": str(folder), "BROKER_URL": "sqlite://localhost"}
    argv = ("-m", "celery", "-A", "tests.config.broker.worker_app", "worker", *options)
    return python(*argv, env=env)


def notes(folder: Path) -> list[str]:
    path = folder / "notes"
    return [line.rpartition(" ")[0] for line in path.read_text().splitlines()] if path.exists() else []


def test_a_task_runs_again_when_its_worker_is_killed_in_the_middle(tmp_path):
    send(tmp_path, "a", 1.0)
    with worker(tmp_path) as first:
        until(lambda: notes(tmp_path) == ["start a"], "the start of the task")
        kill(first)
    with worker(tmp_path, "two"):
        until(lambda: "done a" in notes(tmp_path), "the second run of the task")
    assert notes(tmp_path) == ["start a", "start a", "done a"]


def test_a_task_longer_than_its_lease_runs_once_with_two_workers(tmp_path):
    send(tmp_path, "a", 5.0)
    with worker(tmp_path, "one"), worker(tmp_path, "two"):
        until(lambda: "done a" in notes(tmp_path), "the end of the task")
        send(tmp_path, "b", 0)
        until(lambda: "done b" in notes(tmp_path), "the end of the next task")
    assert sorted(notes(tmp_path)) == ["done a", "done b", "start a", "start b"]


def test_a_worker_that_is_asked_to_stop_finishes_its_task(tmp_path):
    send(tmp_path, "a", 1.0)
    with worker(tmp_path) as only:
        until(lambda: "start a" in notes(tmp_path), "the start of the task")
        os.kill(only.pid, signal.SIGTERM)
        only.wait(15)
    assert notes(tmp_path) == ["start a", "done a"]


def test_a_reply_finds_the_queue_another_process_declared(tmp_path):
    with connection(tmp_path) as asking, connection(tmp_path) as answering:
        queue = asking.SimpleQueue(Queue("answers", routing_key="me", auto_delete=True))
        answering.Producer().publish("yes", exchange="", routing_key="answers")
        assert queue.get(timeout=5).payload == "yes"
        queue.close()
