"""Everything on one machine with one command."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from maturity.adapters.process import Child, end, start
from maturity.models import Event

GRACE = 10.0  # what a killed worker leaves is taken up again: nobody has to wait for a long scan


class Command(BaseCommand):
    help = "Runs the web server, the workers and the clock together until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="", help="address:port; 127.0.0.1 and the port of RUNGS_URL")
        parser.add_argument("--samples", action="store_true", help="begin with the sample repositories")
        parser.add_argument("--scans", type=int, default=2, help="how many repositories are scanned at once")
        parser.add_argument(
            "--plans", type=int, default=1, help="how many stacks are planned at once; 0: none"
        )

    def handle(self, *args: Any, bind: str, samples: bool, scans: int, plans: int, **options: Any) -> None:
        if scans < 1:
            raise CommandError("--scans must be 1 or more.")
        bind = bind or f"127.0.0.1:{urlsplit(settings.RUNGS_URL).port or 8000}"
        with alone():
            expect_free(bind)
            self._prepare(samples=samples)
            elsewhere = "" if bind == urlsplit(settings.RUNGS_URL).netloc else f" (listening on {bind})"
            self.stdout.write(f"Rungs is at {settings.RUNGS_URL}{elsewhere}. Ctrl-C stops it.")
            self.stdout.flush()
            parts = {"The web server": web(bind), "The worker": worker(scans)}
            if plans > 0:
                parts["The planner"] = planner(plans)
            ended = Children(parts).run()
        if ended:
            raise CommandError(f"{ended}, so everything was stopped; its log is above.")

    def _prepare(self, *, samples: bool) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if samples and not Event.objects.filter(kind="repository.connected").exists():
            self.stdout.write("Scanning the sample repositories:")
            call_command("demo", stdout=self.stdout)
        call_command("create_admin", "--link", stdout=self.stdout)


@contextmanager
def alone() -> Iterator[None]:
    """One `up` for a data directory: the lock goes with the process, however it ends."""
    with (settings.RUNGS_DATA / "up.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(
                f"Rungs already runs with the data in {settings.RUNGS_DATA}: stop it, or set RUNGS_DATA."
            ) from None
        yield


def expect_free(bind: str) -> None:
    """Said before anything else is done: the link to the first account is printed once only."""
    host, colon, port = bind.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 < int(port) < 65536):
        raise CommandError(f"--bind {bind} is not an address and a port: use 127.0.0.1:8000.")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise CommandError(
                f"{bind} cannot be listened on ({error.strerror}): --bind 127.0.0.1:PORT takes another port."
            ) from None


def web(bind: str) -> list[str]:
    server = ["gunicorn", "--config", "python:config.gunicorn", "--bind", bind, "--log-level", "warning"]
    return [sys.executable, "-m", *server]


def worker(scans: int) -> list[str]:
    """The clock runs inside the worker: without a worker there is nothing to start."""
    return celery_worker("--beat", "--concurrency", str(scans))


def planner(plans: int) -> list[str]:
    """Another process, so that a plan of an hour never keeps a scan waiting."""
    return celery_worker("--queues", "plan", "--hostname", "planner@%h", "--concurrency", str(plans))


def celery_worker(*options: str) -> list[str]:
    common = ["--without-gossip", "--without-mingle", "--loglevel", "info"]
    return [sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", *options, *common]


class Children:
    """Processes that live and end together, by the name people know them by."""

    def __init__(self, commands: Mapping[str, list[str]]) -> None:
        self._commands = commands
        self._signals = 0

    def run(self) -> str:
        """Until a signal comes or one of them ends by itself; then says which one, otherwise ""."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._stop)
        env = {"RUNGS_LOG_FORMAT": "text", **os.environ}
        children = {
            name: start(command, env=env, cwd=settings.BASE_DIR) for name, command in self._commands.items()
        }
        while not self._signals and not any(_ended(children)):
            time.sleep(0.2)
        first = "" if self._signals else next(_ended(children))
        self._end([*children.values()])
        return first

    def _end(self, children: list[Child]) -> None:
        """Politely, then not; a second Ctrl-C cuts the waiting short."""
        for child in children:
            child.terminate()
        last = time.monotonic() + GRACE
        while time.monotonic() < last and self._signals < 2 and any(one.poll() is None for one in children):
            time.sleep(0.1)
        for child in children:
            end(child)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1


def _ended(children: Mapping[str, Child]) -> Iterator[str]:
    for name, child in children.items():
        code = child.poll()
        if code is not None:
            yield f"{name} was killed (signal {-code})" if code < 0 else f"{name} ended (code {code})"
