"""The first person who can sign in."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from maturity.actions.people import inviting
from maturity.actions.people.inviting import first_link
from maturity.actions.people.standing import administrators, reset_second_factor
from maturity.models import User


class Command(BaseCommand):
    help = "Creates the first administrator and prints a random password, or a link that makes one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="admin")
        parser.add_argument(
            "--reset", action="store_true", help="give an existing administrator a new password"
        )
        parser.add_argument(
            "--link", action="store_true",
            help="print a link instead, with which the first administrator chooses name and password, once",
        )  # fmt: skip

    def handle(self, *args: Any, username: str, reset: bool, link: bool, **options: Any) -> None:
        admin = administrators().order_by("pk").first()
        if admin and not reset:
            self.stdout.write(
                f"Sign in as {admin.username}. `manage.py create_admin --reset` makes a new password."
            )
        elif link and not admin and (secret := first_link()):
            self.stdout.write(f"Make the first administrator: {inviting.link(secret)}")
        else:
            self._with_password(admin, username)

    def _with_password(self, admin: User | None, username: str) -> None:
        """Whoever runs commands here owns the house: failures are forgiven, and a lost second factor too."""
        password = secrets.token_urlsafe(12)
        if admin:
            admin.set_password(password)
            admin.save(update_fields=["password"])
            reset_second_factor(None, admin)
        else:
            admin = User.objects.create_superuser(username, password=password)
        self.stdout.write(f"Sign in as {admin.username} with the password {password}")
