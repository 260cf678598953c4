"""Making an API token from the command line, for scripts that set up a pipeline."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maturity import actions
from maturity.models import Repository


class Command(BaseCommand):
    help = "Makes an API token for one repository and prints it, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("repository", metavar="OWNER/NAME")
        parser.add_argument("--name", default="ci", help="what people call it (ci)")
        parser.add_argument("--days", type=int, default=90, help="until it expires (90); 0 for never")

    def handle(self, *args: Any, repository: str, name: str, days: int, **options: Any) -> None:
        known = Repository.objects.shown().filter(name=repository).first()
        if known is None:
            raise CommandError(f"{repository} is not connected", returncode=2)
        if not 0 <= days <= 3650 or not 0 < len(name) <= 100:
            raise CommandError(
                "a token has a name of at most 100 characters and lasts 0 to 3650 days", returncode=2
            )
        try:
            _, secret = actions.create_token(None, known, name, days or None)
        except actions.Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(secret)
