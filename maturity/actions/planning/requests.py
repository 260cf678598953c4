"""Asking for a check of a stack, and taking that back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.core.plan_input import PLANNED
from maturity.models import Event, Kind, Mode, Run, Stack, State, Trigger, User
from maturity.models.runs import REMIND_AFTER, plan_of
from maturity.models.stacks import StackQuerySet

AT_ONCE = 100


def refusal(stack: Stack) -> str:
    """Why no worker of ours plans this stack; "" when one does."""
    if stack.tool not in PLANNED:
        why = _("Rungs cannot plan with %(tool)s: let CI send the plans of this stack.")
        return why % {"tool": stack.tool}
    if stack.mode != Mode.PULL:
        return _("CI plans this stack: switch it to pull mode to let Rungs plan it.")
    if stack.gone_at is not None and not stack.declared:
        return _("This stack is gone from the default branch.")
    return _("This repository is no longer shown.") if stack.repository.archived else ""


def request_check(by: User | None, stack: Stack, trigger: Trigger = Trigger.MANUAL) -> Run:
    """Queue a check, or return the one that is already queued or running. Raises Refused."""
    why = refusal(stack)
    if why:
        raise Refused(why)
    run = _create(by, stack, trigger) or Run.objects.open().filter(exclusive=plan_of(stack)).first()
    if run is None:  # it ended between the two questions
        run = _create(by, stack, trigger)
    if run is None or run.stack_id != stack.pk:
        raise Refused(_("Another stack with the same state is being checked: try again when that is over."))
    return run


def _create(by: User | None, stack: Stack, trigger: Trigger) -> Run | None:
    """None when one is open."""
    now = timezone.now()
    try:
        with transaction.atomic():
            run = Run.objects.create(
                kind=Kind.PLAN, repository=stack.repository, stack=stack, exclusive=plan_of(stack),
                trigger=trigger, requested_by=by, requested_at=now, queued_at=now,
            )  # fmt: skip
            if by is not None:
                _event("check.requested", by, run, now)
    except IntegrityError:
        return None
    return run


def request_all(by: User, stacks: StackQuerySet) -> int:
    """Queue checks of those in pull mode that were not looked at for longest, AT_ONCE at most: how many.

    The next tick tells the workers.
    """
    mine = stacks.present().filter(mode=Mode.PULL, tool__in=PLANNED, repository__archived=False)
    free = mine.exclude(runs__in=Run.objects.open()).select_related("repository")
    started = []
    for stack in free.order_by(F("attempted_at").asc(nulls_first=True), "pk")[:AT_ONCE]:
        run = _create(by, stack, Trigger.MANUAL)
        if run is not None:
            started.append(run.pk)
    due = timezone.now() - REMIND_AFTER - timedelta(seconds=1)
    Run.objects.filter(pk__in=started, state=State.QUEUED).update(queued_at=due)
    return len(started)


def cancel_run(by: User, run: Run) -> None:
    """A queued run ends at once, a running one within seconds. Raises Refused when it is over."""
    now = timezone.now()
    with transaction.atomic():
        if run.cancel(now) or run.ask_to_stop(now):
            _event("check.cancelled", by, run, now)
            return
    run.refresh_from_db()
    if not run.is_open:
        raise Refused(_("This check is over: there is nothing to cancel."))


def _event(kind: str, by: User, run: Run, now: datetime) -> None:
    stack = run.stack
    Event.objects.create(
        kind=kind, actor=by, repository=run.repository, stack=stack, at=now, data={"run": run.pk},
        subject=stack.label[:250] if stack else run.repository.name,
    )  # fmt: skip
