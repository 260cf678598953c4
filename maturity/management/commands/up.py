"""Everything on one machine with one command."""

from __future__ import annotations

import os
import signal
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from maturity.adapters.process import start
from maturity.models import Event

GRACE = 30.0


class Command(BaseCommand):
    help = "Runs the web server, the worker and the clock together until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="", help="address:port; 127.0.0.1 and the port of RUNGS_URL")
        parser.add_argument("--samples", action="store_true", help="begin with the sample repositories")
        parser.add_argument("--scans", type=int, default=2, help="how many repositories are scanned at once")

    def handle(self, *args: Any, bind: str, samples: bool, scans: int, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if samples and not Event.objects.filter(kind="repository.connected").exists():
            self.stdout.write("Scanning the sample repositories:")
            call_command("demo", stdout=self.stdout)
        call_command("create_admin", stdout=self.stdout)
        bind = bind or f"127.0.0.1:{urlsplit(settings.RUNGS_URL).port or 8000}"
        elsewhere = "" if bind == urlsplit(settings.RUNGS_URL).netloc else f" (listening on {bind})"
        self.stdout.write(f"Rungs is at {settings.RUNGS_URL}{elsewhere}. Ctrl-C stops it.")
        self.stdout.flush()
        code = Children(web(bind), worker(scans)).run()
        if code:
            raise CommandError("A part stopped by itself, so everything was stopped; its log is above.")


def web(bind: str) -> list[str]:
    server = [
        "gunicorn",
        "--bind",
        bind,
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--log-level",
        "warning",
    ]
    return [sys.executable, "-m", *server, "config.wsgi:application"]


def worker(scans: int) -> list[str]:
    """The clock runs inside the worker: without a worker there is nothing to start."""
    options = [
        "--beat",
        "--concurrency",
        str(scans),
        "--without-gossip",
        "--without-mingle",
        "--loglevel",
        "info",
    ]
    return [sys.executable, "-m", "celery", "--app", "config", "--quiet", "worker", *options]


class Children:
    """Processes that live and end together."""

    def __init__(self, *commands: list[str]) -> None:
        self._commands = commands
        self._stopping = False

    def run(self) -> int:
        """Until a signal comes or one of them ends by itself; 1 when one did."""
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._stop)
        env = {"RUNGS_LOG_FORMAT": "text", **os.environ}
        children = [start(command, env=env, cwd=settings.BASE_DIR) for command in self._commands]
        while not self._stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
        failed = not self._stopping
        for child in children:
            child.terminate()
        end = time.monotonic() + GRACE
        while time.monotonic() < end and any(child.poll() is None for child in children):
            time.sleep(0.1)
        for child in children:
            child.kill()
            child.wait()
        return int(failed)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
