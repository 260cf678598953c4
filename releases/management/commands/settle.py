"""One turn of the clock of releases by hand, for those who have a cron of their own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from releases.actions.settling import settle


class Command(BaseCommand):
    help = (
        "Asks the gates of open releases anew, and ends sign-offs and tickets whose time is over."
        " Safe to run twice at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"releases settled: {settle(timezone.now())}")
