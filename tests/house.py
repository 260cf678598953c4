"""Workers in real processes, on the database of a test and a broker of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from maturity.models import Run
from tests import servers
from tests import settings as chosen
from tests.servers import python

GIT = """#!/bin/sh
case "$1" in --version) ;; *) while [ -e {hold} ]; do sleep 0.05; done ;; esac
exec {git} "$@"
"""
SEND = "import sys, django; django.setup(); from maturity import tasks; tasks.send(int(sys.argv[1]))"
LONG_AGO = timedelta(minutes=5)


class House:
    """The database of this test, a broker of its own, and a git that waits while `hold` exists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hold = folder / "hold"
        self.queue = folder / "queue.sqlite3"
        self.redis = ExitStack()
        (folder / "bin").mkdir()
        wrapper = folder / "bin" / "git"
        wrapper.write_text(GIT.format(hold=self.hold, git=shutil.which("git")))
        wrapper.chmod(0o755)
        self.env = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database(),
            "RUNGS_DATA": str(folder / "data"),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        }
        self.start_broker()

    def start_broker(self) -> None:
        self.env["BROKER_URL"] = f"sqlite:///{self.queue}"
        if chosen.BROKER == "redis":
            self.env["BROKER_URL"] = self.redis.enter_context(servers.redis(self.folder / "redis"))

    def lose_broker(self, how: str) -> None:
        """As an accident would: with everything that was in it."""
        if chosen.BROKER == "redis":
            self.redis.close()
            shutil.rmtree(self.folder / "redis")  # the next one starts empty
        elif how == "removed":
            for file in self.folder.glob("queue.sqlite3*"):
                file.unlink()
        else:
            self.queue.write_bytes(b"this is no database" * 1_000)

    def worker(self, *options: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        common = ["--quiet", "worker", "--without-gossip", "--without-mingle", "--loglevel", "warning"]
        given = options or ("--concurrency", "1")
        return python("-m", "celery", "--app", "config", *common, *given, env=self.env)

    def run(self, *args: str) -> str:
        done = subprocess.run(
            [sys.executable, *args],
            env={**os.environ, **self.env},
            capture_output=True,
            timeout=60,
            check=True,
        )
        return done.stdout.decode()

    def send(self, run: Run) -> None:
        self.run("-c", SEND, str(run.pk))

    def tick(self) -> str:
        return self.run("manage.py", "tick")


def database() -> str:
    name = connection.settings_dict["NAME"]
    if chosen.DATABASE == "postgres":
        return f"postgres://postgres@/{name}?host={chosen.DIRECTORY}/postgres"
    return f"sqlite:///{name}"


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    made = House(folder)
    try:
        yield made
    finally:
        made.hold.unlink(missing_ok=True)
        made.redis.close()


def state(run: Run) -> str:
    run.refresh_from_db()
    return run.state


def age(run: Run, **fields: str) -> None:
    """As if a lease, or a message, were of long ago."""
    Run.objects.filter(pk=run.pk).update(**dict.fromkeys(fields.values(), timezone.now() - LONG_AGO))
