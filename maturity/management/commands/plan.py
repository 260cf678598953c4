"""`manage.py plan`: read one plan and say what drifted and what is pending. It needs no database."""

from __future__ import annotations

import mmap
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import CommandError, CommandParser

from maturity.core.plans import Reading, Unreadable, read
from maturity.core.report import plan_json, plan_text
from maturity.management.without_database import BAD_INPUT, WithoutDatabase, width

STDIN = "-"
MOST_PIPED = 512 << 20  # what cannot be mapped is held in memory


class Command(WithoutDatabase):
    help = "Read the JSON of one plan, and print what drifted, what is pending and what would be destroyed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            help="what `terraform show -json` or `terraform plan -json` printed; - reads it",
        )
        parser.add_argument(
            "--exit-code", type=int, metavar="N", help="what the plan ended with, if not 0 or 2"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text", dest="form")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            with _opened(name) as data:
                found = read(data, exit_code=options["exit_code"])
        except Unreadable as error:
            raise CommandError(f"{_called(name)}: {error}", returncode=BAD_INPUT) from None
        except OSError as error:
            raise CommandError(f"{_called(name)}: {error.strerror}", returncode=BAD_INPUT) from None
        self.stdout.write(self._written(found, _called(name), options["form"]), ending="")

    def _written(self, found: Reading, name: str, form: str) -> str:
        if form == "json":
            return plan_json.render(found)
        return plan_text.render(found, name=name, width=width(), colour=self.coloured)


@contextmanager
def _opened(name: str) -> Iterator[bytes | mmap.mmap]:
    if name == STDIN:
        yield _piped(sys.stdin.buffer)
        return
    with Path(name).open("rb") as file:
        status = Path(name).stat()
        if not stat.S_ISREG(status.st_mode) or not status.st_size:
            yield _piped(file)
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def _piped(file: IO[bytes]) -> bytes:
    data = file.read(MOST_PIPED + 1)
    if len(data) > MOST_PIPED:
        raise Unreadable(f"more than {MOST_PIPED >> 20} MiB through a pipe: name a file")
    return data


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name
