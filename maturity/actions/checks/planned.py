"""Plans of pull requests and of applies: shown, and never taken for what the default branch is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from maturity.actions.checks.guard import refuse_other_stack
from maturity.actions.checks.origin import Origin, trusted
from maturity.actions.checks.rows import Packed
from maturity.actions.checks.stacks import held
from maturity.actions.errors import Refused
from maturity.core.plans.reading import Reading
from maturity.models import Plan, PullRequest, Purpose, Repository, Stack


def record_plan(
    stack: Stack | None,
    reading: Reading,
    origin: Origin,
    *,
    purpose: Purpose,
    repository: Repository,
    pull_request: PullRequest | None = None,
    force: bool = False,
) -> Plan:
    """Write down one plan, clean and failed ones too: no finding, no episode.

    It takes the place of earlier plans of the same pull request and stack. `force` as in `record_check`.
    """
    now = timezone.now()
    origin, packed = trusted(origin, now), Packed(reading)
    with transaction.atomic():
        stack = held(stack) if stack else None
        repository = _held(repository)
        known = _known(stack, repository, origin)
        if known is not None:
            return known
        if stack and not force:
            refuse_other_stack(stack, reading, origin)
        plan = packed.store(
            repository, stack, origin, now,
            purpose=purpose, pull_request=pull_request, key=origin.idempotency_key,
        )  # fmt: skip
        _supersede(plan, now)
    return plan


def _held(repository: Repository) -> Repository:
    found = Repository.objects.select_for_update(no_key=True).filter(pk=repository.pk).first()
    if found is None:
        raise Refused("recording a plan: its repository was forgotten meanwhile")
    return found


def _known(stack: Stack | None, repository: Repository, origin: Origin) -> Plan | None:
    if origin.idempotency_key is None:
        return None
    mine = Plan.objects.filter(repository=repository, stack=stack)
    return mine.filter(idempotency_key=origin.idempotency_key).first()


def _supersede(plan: Plan, now: datetime) -> None:
    """The plan made last is the one that counts, whichever arrived last."""
    if plan.pull_request_id is None:
        return
    same = Plan.objects.filter(
        pull_request=plan.pull_request_id, stack=plan.stack_id, purpose=plan.purpose, superseded_at=None
    )
    newest = same.newest_first().first()
    if newest is not None:
        same.exclude(pk=newest.pk).update(superseded_at=now)
    plan.refresh_from_db(fields=["superseded_at"])
