"""Something to look at: sample repositories, scanned by the real pipeline, and what their CI sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from msgspec.structs import replace

from maturity import actions
from maturity.actions import pushing
from maturity.adapters.git.writing import Change, add_commit, start_repository
from maturity.demos import all_demos
from maturity.models import Purpose, Repository
from maturity.samples import SentPlan, samples, sent_plans

OWNER = "acme"
PLANNING = timedelta(seconds=41)


class Command(BaseCommand):
    help = "Connects the bundled sample repositories, scans them commit by commit, and takes their plans."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, history in samples(timezone.now()).items():
            title = f"{OWNER}/{name}"
            if Repository.objects.filter(name=title).exists():
                self.stdout.write(f"{title} is already connected")
            else:
                found = self._live_through(title, name, history)
                self._tell(title, found)
                self._show(found, name)

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
        for sent in sent_plans(name, timezone.now()):
            take(repository, sent)
        repository.refresh_from_db()
        return repository

    def _show(self, found: Repository, name: str) -> None:
        for line in (demo.show(found, name, timezone.now()) for demo in all_demos()):
            if line:
                self.stdout.write(line)

    def _tell(self, title: str, found: Repository) -> None:
        level = "no level" if found.level is None else f"level {found.level}"
        lost = f", was {found.previous_level}" if found.dropped else ""
        self.stdout.write(f"{title}: {level}{lost}{f' ({found.scan_error})' if found.scan_error else ''}")


def take(repository: Repository, sent: SentPlan) -> None:
    """As if it had just been sent, but for its date."""
    stack = repository.stacks.present().get(directory=sent.stack)
    commits = repository.snapshots.filter(committed_at__lte=sent.at).order_by("-committed_at")
    push = pushing.Push(
        purpose=Purpose.PULL_REQUEST if sent.pull_request else Purpose.CHECK, exit_code=sent.exit_code,
        started_at=sent.at, commit=commits.values_list("commit", flat=True).first() or "",
        pull_request=sent.pull_request, title=sent.title, actor=sent.author,
    )  # fmt: skip
    reading = pushing.read_plan(sent.plan.read_bytes(), push)
    origin = replace(pushing.origin_of(push), finished_at=sent.at + PLANNING)
    pushing.take(stack, reading, origin, push)
