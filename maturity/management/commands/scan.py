"""`manage.py scan`: judge one repository and print the result. It needs no database."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError, CommandParser

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import GitTree, open_tree
from maturity.core.assess import Assessment, assess
from maturity.core.report import json, sarif, text
from maturity.management.without_database import BAD_INPUT, WithoutDatabase, width

FORMATS = ("text", "json", "sarif")


class Command(WithoutDatabase):
    help = "Judge one repository, by path or address, and print its level with the evidence."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "repository", metavar="PATH_OR_URL", help="a work tree, a bare repository or a git URL"
        )
        parser.add_argument("--ref", help="the commit, branch or tag to judge; HEAD by default")
        parser.add_argument("--format", choices=FORMATS, default="text", dest="form")
        parser.add_argument(
            "--fail-under", type=_level, metavar="LEVEL",
            help="exit 1 when the verified level is below LEVEL, or when there is none",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        progress = _Progress()
        try:
            with open_tree(options["repository"], options["ref"], progress=progress) as tree:
                found = assess(tree, given=(tree.repository(tree.origin or tree.name),))
                written = self._write(found, tree, options["form"])
        except AdapterError as error:
            raise CommandError(error.message, returncode=BAD_INPUT) from None
        finally:
            progress.clear()
        self.stdout.write(written, ending="")
        wanted = options["fail_under"]
        if wanted is not None and (found.score.level is None or found.score.level < wanted):
            raise SystemExit(1)

    def _write(self, found: Assessment, tree: GitTree, form: str) -> str:
        if form == "json":
            return json.render(found)
        if form == "sarif":
            return sarif.render(found)
        note = "Changes that are not committed were not read.\n" if tree.uncommitted else ""
        return text.render(found, name=tree.origin or tree.name, width=width(), colour=self.coloured) + note


def _level(text: str) -> int:
    if text not in ("0", "1", "2", "3", "4", "5"):
        raise ArgumentTypeError("a level is a number from 0 to 5")
    return int(text)


class _Progress:
    """One line that rewrites itself, for a person who waits."""

    def __init__(self) -> None:
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\rreading {done:,} of {total:,} files\x1b[K")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
