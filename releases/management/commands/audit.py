"""`manage.py audit verify|export`: prove that nothing that happened was changed, and hand it to auditors."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maturity.actions import chain
from maturity.actions.chain import exporting
from maturity.adapters.errors import AdapterError
from maturity.core.report import table
from releases.actions import evidence
from releases.models import Release

SHOWN = 20
Told = tuple[tuple[str, ...], Iterable[dict[str, Any]]]


class Command(BaseCommand):
    help = "Proves the chain over all events, or exports them completely."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("verify", help="exit 1 when an event was altered, deleted or put elsewhere")
        export = verbs.add_parser("export", help="all events, with their place in the chain")
        export.add_argument("--releases", action="store_true", help="all releases instead, one line each")
        export.add_argument("--format", choices=["csv", "json"], default="csv")
        export.add_argument("--since", type=moment, help="the first day or time, such as 2026-01-01")
        export.add_argument("--until", type=moment, help="the day or time that is no longer in it")

    def handle(self, *args: Any, **options: Any) -> None:
        {"verify": self._verify, "export": self._export}[options["verb"]](options)

    def _verify(self, _options: dict[str, Any]) -> None:
        try:
            report = chain.verify()
        except AdapterError as error:
            raise CommandError(f"the anchors could not be read: {error}") from None
        for flaw in report.flaws[:SHOWN]:
            self.stderr.write(f"link {flaw.position}: {flaw.what}")
        if len(report.flaws) > SHOWN:
            self.stderr.write(f"… and {len(report.flaws) - SHOWN} more")
        said = f"{report.links} events, {report.anchors} anchors agree, the last link is {report.hash}"
        if report.outside:
            said += f"; {report.outside} newer ones are not in it yet"
        if report.flaws:
            raise CommandError(f"the chain does not hold: {said}")
        self.stdout.write(f"the chain holds: {said}")

    def _export(self, options: dict[str, Any]) -> None:
        number, last = 0, ""
        columns, rows = self._releases(options) if options["releases"] else self._events(options)
        as_table = options["format"] == "csv"
        if as_table:
            self.stdout.write(table.line(columns), ending="")
        for row in rows:
            cells = exporting.cells(row) if not options["releases"] else [row[name] for name in columns]
            text = table.line(cells) if as_table else f"{json.dumps(row, ensure_ascii=False)}\n"
            self.stdout.write(text, ending="")
            number, last = number + 1, row.get("hash", "")
        what = "releases" if options["releases"] else "events"
        self.stderr.write(f"{number} {what}" + (f", the last link is {last}" if last else ""))

    def _events(self, options: dict[str, Any]) -> Told:
        return exporting.COLUMNS, exporting.rows(exporting.links(options["since"], options["until"]))

    def _releases(self, options: dict[str, Any]) -> Told:
        found = evidence.population(Release.objects.all(), options["since"], options["until"])
        return evidence.COLUMNS, found


def moment(text: str) -> datetime:
    """A time, or the beginning of a day; in UTC where it does not say otherwise."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day and no time") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
