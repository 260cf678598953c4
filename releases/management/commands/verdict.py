"""`manage.py verdict < vector.json`: judge once more what was judged. It needs no database."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser

from maturity.management.without_database import BAD_INPUT, WithoutDatabase
from releases.core.verdict import asked, stored
from releases.core.verdict.judged import Judged

MOST = 8 << 20


class Command(WithoutDatabase):
    help = "Judge the samples of a metric on standard input, and print the verdict with every figure."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("json", "text"), default="json", dest="form")

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.buffer.read(MOST + 1)
        if len(text) > MOST:
            raise CommandError(f"standard input: more than {MOST >> 20} MB", returncode=BAD_INPUT)
        try:
            case, then = asked.read(text)
        except ValueError as error:
            raise CommandError(f"standard input: {error}", returncode=BAD_INPUT) from None
        figures = _figures(case.judge(), then)
        if options["form"] == "text":
            self.stdout.write("\n".join(f"{name:16}{value}" for name, value in figures.items()))
        else:
            self.stdout.write(msgspec.json.format(msgspec.json.encode(figures)).decode())


def _figures(now: Judged, then: Judged | None) -> dict[str, Any]:
    found = {name: value for name, value in msgspec.to_builtins(now).items() if value is not None}
    if then is not None:
        found["stored"] = {"verdict": then.verdict, "method": then.method, "same": stored.agree(now, then)}
    return found
