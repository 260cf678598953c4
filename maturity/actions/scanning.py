"""A scan from request to rows."""

from __future__ import annotations

import logging
import os
import socket

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from maturity.actions import teams
from maturity.actions.comparing import compare
from maturity.actions.recording import record_assessment
from maturity.actions.working import Cancelled, LeaseLost, Work
from maturity.adapters.address import Policy
from maturity.adapters.errors import OURS, AdapterError
from maturity.adapters.git import Mirror
from maturity.adapters.memo import BlobMemo, RepositoryMemo
from maturity.core import owning
from maturity.core.assess import Assessment as Judgement
from maturity.core.assess import assess
from maturity.core.pulls.jobs import plan_jobs
from maturity.models import Event, Host, Repository, Run, State, User
from maturity.models.runs import ATTEMPTS, scan_of

log = logging.getLogger(__name__)


def request_scan(by: User | None, repository: Repository) -> Run:
    """Queue a scan, or return the one that is already queued or running."""
    now = timezone.now()
    try:
        with transaction.atomic():
            run = Run.objects.create(
                repository=repository, exclusive=scan_of(repository.pk), requested_by=by,
                requested_at=now, queued_at=now,
            )  # fmt: skip
            if by is not None:
                Event.objects.create(
                    kind="scan.requested", actor=by, repository=repository, subject=repository.name, at=now,
                    data={"run": run.pk},
                )  # fmt: skip
    except IntegrityError:
        return Run.objects.open().get(exclusive=scan_of(repository.pk))
    return run


def scan(run: Run) -> None:
    """Do the work of a queued run, unless somebody else does. A failure keeps what was found before."""
    if not run.claim(f"{socket.gethostname()}:{os.getpid()}", timezone.now()):
        log.info("run %s is not ours to start", run.pk)
        return
    try:
        with Work(run, settings.RUNGS_SCAN_MINUTES) as work:
            _scan(run, work)
    except LeaseLost:
        log.warning("run %s was taken over by another worker", run.pk)
    except Cancelled:
        run.end(State.CANCELLED, timezone.now())
    except AdapterError as error:
        give_up(run, error.message, permanent=error.permanent)
    except Exception:
        log.exception("run %s failed", run.pk)
        give_up(run, OURS, permanent=True)


def give_up(run: Run, message: str, *, permanent: bool) -> None:
    """Try again later when that may help; otherwise end the run and say so on the repository."""
    now = timezone.now()
    if not permanent and run.attempt < ATTEMPTS:
        run.requeue(now, message)
        return
    with transaction.atomic():
        if run.fail(now, message):
            note_failure(run, message)


def note_failure(run: Run, message: str) -> None:
    now = timezone.now()
    Repository.objects.filter(pk=run.repository_id).update(scan_error=message, scan_error_at=now)
    Event.objects.create(
        kind="scan.failed", repository_id=run.repository_id, subject=run.repository.name, at=now,
        data={"run": run.pk, "error": message},
    )  # fmt: skip


def _scan(run: Run, work: Work) -> None:
    repository = Repository.objects.select_related("current__snapshot").get(pk=run.repository_id)
    mirror = Mirror(repository.url)
    memo = RepositoryMemo(BlobMemo(), mirror.folder / "left.sqlite3")
    today = timezone.now().date()

    def judge(commit: str) -> Judgement:
        work.say("looking for the commit that changed the level")
        with mirror.at(commit) as tree:
            return assess(tree, BlobMemo(), given=[tree.repository(repository.name)], today=today)

    work.say("asking for the newest commit")
    policy = Policy.of_settings(local=repository.host == Host.LOCAL)
    with mirror.head(policy, fetching=work.fetching, reading=work.reading) as tree:
        found = assess(tree, memo, given=[tree.repository(repository.name)], today=today)
        jobs = plan_jobs(tree, found.judged)
        path, owners = owning.read_from(tree)
    directories = {stack.directory for stack in found.stacks}
    teams.own(repository, owners, repository.topics, path=path, directories=directories)
    memo.save()
    comparison = compare(repository, found, mirror, judge)
    record_assessment(run, found, tree.info, branch=mirror.branch, comparison=comparison, plan_jobs=jobs)
