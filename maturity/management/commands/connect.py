"""Connecting a repository from the command line: also one that lies on this machine."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from maturity import actions, tasks
from maturity.actions.errors import Refused


class Command(BaseCommand):
    help = "Connects a repository by its address or its path on this machine, and asks for a first scan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("repository", metavar="PATH_OR_URL")
        parser.add_argument("--name", help="show it under this name instead of the one in the address")

    def handle(self, *args: Any, repository: str, name: str | None, **options: Any) -> None:
        try:
            connected = actions.connect_repository(None, repository, name, local=True)
        except Refused as error:
            raise CommandError(str(error)) from error
        tasks.send(actions.request_scan(None, connected).pk)
        page = settings.RUNGS_URL + reverse("maturity:repository", args=[connected.name])
        self.stdout.write(f"{connected.name} is connected, and will be scanned: {page}")
