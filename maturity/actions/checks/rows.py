"""A reading as rows: nothing here decides."""

from __future__ import annotations

from datetime import datetime

from maturity.actions.checks.origin import Origin
from maturity.actions.rows import clean, plain
from maturity.core.plans import sweep
from maturity.core.plans.reading import Reading
from maturity.models import Plan, PlanContent, PullRequest, Purpose, Repository, Stack

ERROR_LENGTH = 1000


def sentence(message: str) -> str:
    """What went wrong, as rows keep it: without what looks like a secret, and not too long."""
    return str(clean(sweep(message[: 10 * ERROR_LENGTH], ()))).strip()[:ERROR_LENGTH]


def has_something_to_show(reading: Reading) -> bool:
    """Also that it was limited to some resources: nobody may take it for a look at all of them."""
    shown = reading.changes or reading.outputs or reading.failed_checks or reading.deferred
    return bool(shown) or reading.errored or not reading.complete


class Packed:
    """The changes of one plan, packed before any row is locked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.body = PlanContent.pack(reading.changes) if reading.changes else b""

    def store(
        self,
        repository: Repository,
        stack: Stack | None,
        origin: Origin,
        now: datetime,
        *,
        purpose: Purpose = Purpose.CHECK,
        pull_request: PullRequest | None = None,
        key: str | None = None,
    ) -> Plan:
        plan = _plan(self.reading, origin, now)
        plan.repository, plan.stack, plan.pull_request = repository, stack, pull_request
        plan.purpose, plan.idempotency_key = purpose, key
        plan.save()
        if self.body:
            PlanContent.objects.create(plan=plan, body=self.body)
        return plan

    def shown_by(self, plan: Plan | None, origin: Origin) -> bool:
        """Whether an older plan at the same commit shows exactly the same."""
        if plan is None or not self.body or plan.errored or plan.commit != origin.commit:
            return False
        return PlanContent.objects.filter(plan=plan, body=self.body).exists()


def _plan(reading: Reading, origin: Origin, now: datetime) -> Plan:
    counts = reading.counts
    return Plan(
        run=origin.run, source=origin.source, title=origin.title, at=origin.started_at, received_at=now,
        duration=origin.finished_at - origin.started_at, commit=origin.commit, ref=origin.ref,
        actor=origin.actor, url=origin.url, tool=clean(reading.tool)[:20],
        version=clean(reading.version)[:30], form=reading.form[:10], finding=reading.finding or "",
        errored=reading.finding is None, complete=reading.complete, error=sentence(reading.error),
        creates=counts.create, updates=counts.update, deletes=counts.delete, replaces=counts.replace,
        forgets=counts.forget, imports=counts.importing, moves=counts.move, drifted=reading.drifted,
        pending=reading.pending, observed=reading.observed, outputs=reading.outputs,
        resources=reading.resources, holds_data=sum(_loses_data(reading)), sketch=list(reading.sketch),
        failed_checks=plain(reading.failed_checks), diagnostics=plain(reading.diagnostics),
        notes=plain(reading.notes),
    )  # fmt: skip


def _loses_data(reading: Reading) -> list[bool]:
    return [one.holds_data and one.destructive for one in reading.changes]
