"""Something to look at: sample repositories, scanned by the real pipeline."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from maturity import actions
from maturity.adapters.git.writing import Change, add_commit, start_repository
from maturity.models import Repository
from maturity.samples import samples

OWNER = "acme"


class Command(BaseCommand):
    help = "Connects the bundled sample repositories and scans them commit by commit."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, history in samples(timezone.now()).items():
            title = f"{OWNER}/{name}"
            if Repository.objects.filter(name=title).exists():
                self.stdout.write(f"{title} is already connected")
            else:
                self._tell(title, self._live_through(title, name, history))

    def _live_through(self, title: str, name: str, history: list[Change]) -> Repository:
        """Scan after every commit, as a schedule would have done."""
        path = settings.RUNGS_DATA / "samples" / name
        start_repository(path)
        repository = None
        for change in history:
            add_commit(path, change)
            repository = repository or actions.connect_repository(None, str(path), title, local=True)
            actions.scan(actions.request_scan(None, repository))
        assert repository is not None, f"{name} has no commits"
        repository.refresh_from_db()
        return repository

    def _tell(self, title: str, found: Repository) -> None:
        level = "no level" if found.level is None else f"level {found.level}"
        lost = f", was {found.previous_level}" if found.dropped else ""
        self.stdout.write(f"{title}: {level}{lost}{f' ({found.scan_error})' if found.scan_error else ''}")
