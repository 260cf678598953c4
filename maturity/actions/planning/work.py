"""A check from a queued run to rows. What ends it early ages the last finding and never changes it."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maturity.actions.checks import Origin, record_check, record_failure
from maturity.actions.rows import clean
from maturity.actions.working import Cancelled, LeaseLost, TookTooLong, Work
from maturity.adapters import terraform
from maturity.adapters.address import Policy
from maturity.adapters.aws import read_lock, session_environment
from maturity.adapters.errors import OURS, AdapterError
from maturity.adapters.git import Mirror
from maturity.core.plans import Reading, sweep
from maturity.models import Host, Kind, Outcome, Run, RunLog, Source, Stack, State
from maturity.models.runs import ATTEMPTS

log = logging.getLogger(__name__)

ENDS = {
    Outcome.ERRORED: State.ERRORED,
    Outcome.TIMED_OUT: State.ERRORED,
    Outcome.CANCELLED: State.CANCELLED,
    Outcome.SKIPPED: State.SKIPPED,
}


class Locked(Exception):
    """Somebody works on the state: a plan of it now would show half of what they do."""


def check(run: Run) -> None:
    """Do the work of a queued run, unless somebody else does."""
    terraform.sweep()
    if _crowded(run):
        log.info("run %s waits: enough stacks of its repository are being planned", run.pk)
        return
    if run.stack_id is None or not run.claim(f"{socket.gethostname()}:{os.getpid()}", timezone.now()):
        log.info("run %s is not ours to start", run.pk)
        return
    _Check(run).work()


def _crowded(run: Run) -> bool:
    """The clock sends it again. Two that begin at the same moment may pass one too many: that is harmless."""
    others = Run.objects.filter(kind=Kind.PLAN, state=State.RUNNING, repository=run.repository_id)
    return others.exclude(pk=run.pk).count() >= settings.RUNGS_PLANS_PER_REPOSITORY


def note_lapsed(run: Run) -> None:
    """Its workers died again and again, so it was ended by the clock."""
    if run.stack is not None:
        record_failure(
            run.stack, Outcome.ERRORED, run.error, _origin(run, run.stack.repository.default_branch)
        )


def _origin(run: Run, branch: str, commit: str = "") -> Origin:
    now = timezone.now()
    return Origin(
        source=Source.PULL, started_at=run.started_at or now, finished_at=now, commit=commit, ref=branch,
        actor=run.requested_by.username if run.requested_by else "", idempotency_key=f"run:{run.pk}", run=run,
    )  # fmt: skip


class _Check:
    """One attempt. Cancelled and timed out are what we decided, whatever the exit code says."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._stack = Stack.objects.select_related("repository", "connection").get(runs=run)
        self._log = terraform.Log()
        self._secrets: list[str] = []
        self._commit = ""
        self._branch = self._stack.repository.default_branch

    def work(self) -> None:
        try:
            with Work(self._run, settings.RUNGS_PLAN_MINUTES) as work:
                self._record(self._plan(work))
        except LeaseLost:
            log.warning("run %s was taken over by another worker", self._run.pk)
        except Cancelled:
            self._end(Outcome.CANCELLED, "The check was cancelled.")
        except Locked as lock:
            self._end(Outcome.SKIPPED, str(lock))
        except TookTooLong as error:
            self._end(Outcome.TIMED_OUT, error.message)
        except AdapterError as error:
            self._give_up(error.message, permanent=error.permanent)
        except OSError as error:
            self._give_up(f"the worker's disk: {error.strerror}", permanent=False)
        except Exception:
            log.exception("run %s failed", self._run.pk)
            self._end(Outcome.ERRORED, OURS)

    def _plan(self, work: Work) -> Reading:
        self._expect_no_lock()
        job = terraform.Job(
            tool=self._stack.tool, directory=self._stack.directory, workspace=self._stack.workspace,
            variables=tuple(self._stack.variables), credentials=self._credentials(),
        )  # fmt: skip

        def look(phase: str, progress: str) -> None:
            work.say(progress, phase=phase)

        with terraform.place(f"run-{self._run.pk}") as place:
            self._check_out(place, work)
            reading = terraform.plan(job, place, self._log, look)
        self._expect_no_lock()  # an apply that began meanwhile looks like drift
        if reading.finding is None:
            raise AdapterError(reading.error or "the plan is not complete", permanent=True)
        return reading

    def _check_out(self, place: terraform.Place, work: Work) -> None:
        """The newest commit of the default branch, and of nothing else: a plan runs what it finds there."""
        repository = self._stack.repository
        mirror = Mirror(repository.url)

        def fetching(progress: str, percent: int | None) -> None:
            work.say(progress, percent, phase="checkout")

        fetching("asking for the newest commit", None)
        policy = Policy.of_settings(local=repository.host == Host.LOCAL)
        with mirror.head(policy, fetching=fetching) as tree:
            left_out = tree.check_out(place.files)
            self._commit, self._branch = tree.commit, mirror.branch or self._branch
        self._log.add("\n".join([f"commit {self._commit} of {self._branch}", *left_out]))

    def _expect_no_lock(self) -> None:
        try:
            lock = read_lock(self._stack.connection, self._stack)
        except AdapterError as error:
            self._log.add(f"the lock of the state could not be read: {error.message}")
            return
        if lock is not None:
            raise Locked(locked_by(lock.who, lock.operation, lock.since))

    def _credentials(self) -> Mapping[str, str]:
        if self._stack.connection is None:
            return {}
        given = session_environment(self._stack.connection)
        self._secrets = [value for name, value in given.items() if name.endswith(("_KEY", "_TOKEN", "_ID"))]
        return given

    def _record(self, reading: Reading) -> None:
        with transaction.atomic():
            if not self._run.finish(timezone.now()):
                raise LeaseLost
            origin = _origin(self._run, self._branch, self._commit)
            record_check(self._stack, reading, origin, force=True)  # we know which stack we planned
            self._keep_log()

    def _give_up(self, message: str, *, permanent: bool) -> None:
        """Try again later when that may help; otherwise end the run and say so on the stack."""
        if permanent or self._run.attempt >= ATTEMPTS:
            self._end(Outcome.ERRORED, message)
        elif self._run.requeue(timezone.now(), self._swept(message)):
            self._keep_log()

    def _end(self, outcome: Outcome, message: str) -> None:
        message = self._swept(message)
        with transaction.atomic():
            if self._run.end(ENDS[outcome], timezone.now(), message):
                origin = _origin(self._run, self._branch, self._commit)
                record_failure(self._stack, outcome, message, origin)
                self._keep_log()

    def _keep_log(self) -> None:
        RunLog.objects.update_or_create(run=self._run, defaults={"text": self._swept(self._log.text())})

    def _swept(self, text: str) -> str:
        return str(clean(sweep(text, self._secrets)))


def locked_by(who: str, operation: str, since: datetime | None) -> str:
    by = f" by {who}" if who else ""
    doing = f" ({operation})" if operation else ""
    when = f" since {since:%Y-%m-%d %H:%M} UTC" if since else ""
    return f"The state is locked{by}{doing}{when}."
