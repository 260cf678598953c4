"""Commands that write a page of the documentation from the code it describes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class MadePage(BaseCommand):
    """page  below the project's folder; `make` writes what it says"""

    requires_system_checks: list[str] = []
    requires_migrations_checks = False
    page: str

    def make(self) -> str:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 when the page is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.BASE_DIR) / self.page
        made = self.make()
        if not options["check"]:
            file.write_text(made)
        elif not file.exists() or file.read_text() != made:
            command = type(self).__module__.rpartition(".")[2]
            raise CommandError(f"{self.page} is stale: run `manage.py {command}`")
