"""`manage.py api_docs`: the reference of the API, made from its own description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maturity.api.reference import page
from maturity.api.urls import api


class Command(BaseCommand):
    help = "Write docs/api_reference.md from the API; with --check, only say whether it is current."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 when the page is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.BASE_DIR) / "docs" / "api_reference.md"
        made = page(api.get_openapi_schema())
        if not options["check"]:
            file.write_text(made)
        elif not file.exists() or file.read_text() != made:
            raise CommandError("docs/api_reference.md is stale: run `manage.py api_docs`")
