"""Commands that read something, print what they found, and need neither a database nor a running Rungs."""

from __future__ import annotations

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from maturity.adapters.credentials import of_environment_alone

BAD_INPUT = 2  # the exit code; with one line on standard error


class WithoutDatabase(BaseCommand):
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.print_usage = lambda file=None: None  # type: ignore[method-assign] # bad input costs one line
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        with of_environment_alone():
            return super().execute(*args, **options)

    @property
    def coloured(self) -> bool:
        """Django has looked at the terminal, NO_COLOR and --no-color."""
        return self.style.SUCCESS("x") != "x"


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((100, 24)).columns
