"""`manage.py criteria_docs`: the catalogue of criteria, made from the criteria themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maturity.core.report import catalogue


class Command(BaseCommand):
    help = "Write docs/criteria.md from the criteria; with --check, only say whether it is current."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 when the page is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "criteria.md"
        current = page.read_text() if page.exists() else ""
        if options["check"]:
            if current != catalogue.page():
                raise CommandError("docs/criteria.md is stale: run `manage.py criteria_docs`")
            return
        page.write_text(catalogue.page())
