"""One turn of the clock by hand, for those who have a cron of their own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from maturity import actions, tasks


class Command(BaseCommand):
    help = (
        "Starts the scans and checks that are due, and takes back those whose worker stopped."
        " Safe to run twice at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        runs = actions.tick(timezone.now())
        for run_id in runs:
            tasks.send(run_id)
        told = actions.deliver_events(timezone.now())
        actions.notifications.reap(timezone.now())
        for channel_id in actions.notifications.due_channels(timezone.now()):
            tasks.wake(channel_id)
        self.stdout.write(f"sent to the workers: {len(runs)}, events delivered: {told}")
