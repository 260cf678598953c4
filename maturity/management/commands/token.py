"""Making an API token from the command line, for scripts that set up a pipeline."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maturity import actions
from maturity.models import Repository, Team
from maturity.verbs import all_verbs


class Command(BaseCommand):
    help = "Makes an API token for one repository or one team and prints it, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("repository", metavar="OWNER/NAME", nargs="?", default="")
        parser.add_argument(
            "--team", metavar="SLUG", default="", help="for all repositories of a team instead"
        )
        parser.add_argument("--name", default="ci", help="what people call it (ci)")
        parser.add_argument("--days", type=int, default=90, help="until it expires (90); 0 for never")
        verbs = {"action": "append", "choices": sorted(all_verbs()), "help": "what it may do (push and read)"}
        parser.add_argument("--verb", dest="verbs", **verbs)  # type: ignore[arg-type]

    def handle(self, *args: Any, repository: str, team: str, name: str, days: int, **options: Any) -> None:
        scope, verbs = _scope(repository, team), options["verbs"] or ["push", "read"]
        if not 0 <= days <= 3650 or not 0 < len(name) <= 100:
            raise CommandError(
                "a token has a name of at most 100 characters and lasts 0 to 3650 days", returncode=2
            )
        try:
            _, secret = actions.create_token(None, scope, name, days or None, list(dict.fromkeys(verbs)))
        except actions.Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(secret)


def _scope(repository: str, team: str) -> Repository | Team:
    if bool(repository) == bool(team):
        raise CommandError("say which repository, or which team by --team", returncode=2)
    if team:
        return _or_stop(Team.objects.filter(slug=team).first(), f"there is no team {team}")
    return _or_stop(
        Repository.objects.shown().filter(name=repository).first(), f"{repository} is not connected"
    )


def _or_stop(found: Repository | Team | None, otherwise: str) -> Repository | Team:
    if found is None:
        raise CommandError(otherwise, returncode=2)
    return found
