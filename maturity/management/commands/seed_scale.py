"""A database as large as it will be in a year, to measure pages on."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from random import Random
from time import perf_counter
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from maturity.actions.checks.rollups import roll_up
from maturity.management.scale.stack import Life, Made, Numbering
from maturity.models import (
    DriftCheck,
    DriftEpisode,
    Membership,
    Plan,
    Repository,
    Role,
    Schedule,
    Stack,
    Team,
    User,
)

PLACE = "https://scale.invalid/"
TEAMS, ENVIRONMENTS = 20, ("prod", "stage", "dev")
WEEK = timedelta(days=7)
POINTERS = [
    "finding", "checked_at", "latest_check", "drifted_resources", "pending_resources", "drift_since",
    "drifted_at", "attempted_at", "attempt", "attempt_error", "failures", "failing_since", "calendar",
    "calendar_end",
]  # fmt: skip


class Command(BaseCommand):
    help = "Fills an empty database with invented repositories, stacks and a check of each stack a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repos", type=int, default=1_000, help="repositories (1000)")
        parser.add_argument("--stacks", type=int, default=5, help="stacks in each (5)")
        parser.add_argument("--days", type=int, default=365, help="days of checks, up to today (365)")
        parser.add_argument("--seed", type=int, default=1, help="the same number gives the same rows (1)")
        parser.add_argument("--force", action="store_true", help="also where real repositories are connected")

    def handle(self, *args: Any, **given: Any) -> None:
        if min(given["repos"], given["stacks"], given["days"]) < 1:
            raise CommandError("--repos, --stacks and --days are at least 1")
        call_command("migrate", verbosity=0)
        self._refuse(force=given["force"])
        started, random, now = perf_counter(), Random(given["seed"]), timezone.now()  # noqa: S311
        begin = now - timedelta(days=given["days"])
        stacks = _places(random, given["repos"], given["stacks"], begin)
        checks = self._live(random, stacks, now, given["days"])
        roll_up([now.date() - timedelta(days=back) for back in reversed(range(given["days"]))])
        self.stdout.write(
            f"{given['repos']:,} repositories, {len(stacks):,} stacks, {checks:,} checks in "
            f"{perf_counter() - started:.0f} s"
        )

    def _refuse(self, *, force: bool) -> None:
        place = connection.settings_dict["NAME"]
        if Repository.objects.filter(url__startswith=PLACE).exists():
            raise CommandError(f"{place} was filled already: begin with an empty database")
        if not force and Repository.objects.exists():
            raise CommandError(f"{place} holds real repositories: set DATABASE_URL to an empty database")

    def _live(self, random: Random, stacks: list[Stack], now: datetime, days: int) -> int:
        """Day by day, as rows really come to lie beside each other."""
        numbering = Numbering.after(DriftCheck, Plan, DriftEpisode)
        lives, checks = [Life(stack, random, numbering) for stack in stacks], 0
        for back in reversed(range(days)):
            made = Made()
            for life in lives:
                life.check(now - timedelta(days=back), made, contents=back < 90)
            made.write()
            checks += len(made.checks)
            if self.stdout.isatty():
                self.stdout.write(f"\r{days - back} of {days} days", ending="")
        DriftEpisode.objects.bulk_create([life.episode for life in lives if life.episode], batch_size=500)
        Stack.objects.bulk_create(
            stacks, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=POINTERS
        )
        _go_on_counting(DriftCheck, Plan, DriftEpisode)
        return checks


def _team(number: int, begin: datetime) -> Team:
    """That of an earlier filling, when there is one."""
    given = {"name": f"team {number}", "created_at": begin}
    return Team.objects.get_or_create(slug=f"team-{number}", defaults=given)[0]


def _places(random: Random, repos: int, stacks: int, begin: datetime) -> list[Stack]:
    width = len(str(repos))
    with transaction.atomic():
        teams = [_team(number, begin) for number in range(1, TEAMS + 1)]
        made = Repository.objects.bulk_create([
            Repository(
                name=f"scale/repo-{number:0{width}}", url=f"{PLACE}{number}", connected_at=begin,
                team=teams[number % TEAMS], kind="live-infra", level=random.randrange(6),
                possible_level=5, stacks_total=stacks, default_branch="main", last_scanned_at=begin,
            )
            for number in range(1, repos + 1)
        ], batch_size=500)  # fmt: skip
        rows = [
            Stack(
                repository=repository, directory=f"live/{ENVIRONMENTS[number % 3]}/{number:02}",
                tool="terraform", environment=ENVIRONMENTS[number % 3], backend_kind="s3", locking=True,
                resources=random.randrange(5, 200), first_seen_at=begin, declared=True,
            )
            for repository in made for number in range(1, stacks + 1)
        ]  # fmt: skip
        Stack.objects.bulk_create(rows, batch_size=500)
        _people(teams, begin)
        Schedule.objects.bulk_create([
            Schedule(kind="plan", repository=row.repository, stack=row, every=WEEK, enabled=False,
                     next_run_at=begin)
            for row in rows
        ], batch_size=500)  # fmt: skip
    return rows


def _people(teams: list[Team], begin: datetime) -> None:
    """An engineer of each team, of this one alone: "team-1" and so on. Nobody can sign in as them."""
    for team in teams:
        given = {"password": make_password(None)}
        user = User.objects.get_or_create(username=team.slug, defaults=given)[0]
        role = {"role": Role.ENGINEER, "created_at": begin}
        Membership.objects.get_or_create(user=user, team=team, defaults=role)


def _go_on_counting(*written: type[models.Model]) -> None:
    """Keys were given out here; PostgreSQL counts apart."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)
