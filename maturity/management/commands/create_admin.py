"""The first person who can sign in."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from maturity.models import User


class Command(BaseCommand):
    help = "Creates the first administrator and prints a random password, unless there is one already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="admin")
        parser.add_argument(
            "--reset", action="store_true", help="give an existing administrator a new password"
        )

    def handle(self, *args: Any, username: str, reset: bool, **options: Any) -> None:
        admin = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if admin and not reset:
            self.stdout.write(
                f"Sign in as {admin.username}. `manage.py create_admin --reset` makes a new password."
            )
            return
        password = secrets.token_urlsafe(12)
        if admin:
            admin.set_password(password)
            admin.save(update_fields=["password"])
        else:
            admin = User.objects.create_superuser(username, password=password)
        self.stdout.write(f"Sign in as {admin.username} with the password {password}")
