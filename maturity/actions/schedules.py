"""Who plans a stack, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.core import plan_input
from maturity.core.schedule import checked, next_time, weekly
from maturity.models import Connection, Event, Kind, Mode, Run, Schedule, Stack, State, User

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


def set_schedule(by: User | None, stack: Stack, cron: str) -> Schedule:
    """Check the stack when `cron` says, in UTC; "" switches the schedule off. Raises Refused."""
    now = timezone.now()
    try:
        text = checked(cron) if cron.strip() else ""
        fields = {"enabled": bool(text), "every": WEEK}
        if text:
            fields |= {"cron": text, "next_run_at": next_time(text, now)}
    except ValueError as error:
        raise Refused.because(error) from None
    if text and stack.mode != Mode.PULL:
        raise Refused(_("CI plans this stack when it likes: only stacks in pull mode have a schedule."))
    with transaction.atomic():
        schedule = _schedule(stack, fields, now)
        _event("schedule.changed", by, stack, now, {"cron": text})
    return schedule


def change_schedule(by: User | None, schedule: Schedule, how: str, cron: str = "") -> None:
    """`how`: "cron", when `cron` says; "default", as often as one that nobody changed; or "off"."""
    if how == "cron" and not cron.strip():
        raise Refused(_("Enter when, as five fields of cron."))
    if schedule.stack is None:
        _set_scans(by, schedule, how, cron)
    else:
        set_schedule(by, schedule.stack, {"cron": cron, "default": weekly(schedule.stack.pk)}.get(how, ""))


def _set_scans(by: User | None, schedule: Schedule, how: str, cron: str) -> None:
    now, every = timezone.now(), settings.RUNGS_SCAN_EVERY
    try:
        text = checked(cron) if how == "cron" else ""
        following = next_time(text, now) if text else now + every
    except ValueError as error:
        raise Refused.because(error) from None
    schedule.cron, schedule.every, schedule.enabled = text, every, how != "off"
    schedule.next_run_at = following
    data = {"cron": text, "hours": every // HOUR if how == "default" else 0}
    with transaction.atomic():
        schedule.save(update_fields=["cron", "every", "enabled", "next_run_at"])
        Event.objects.create(
            kind="schedule.changed", actor=by, repository=schedule.repository,
            subject=schedule.repository.name, data=data, at=now,
        )  # fmt: skip


def set_mode(
    by: User | None,
    stack: Stack,
    mode: str,
    workspace: str = "",
    variables: Iterable[str] = (),
    connection: Connection | None = None,
) -> None:
    """Who plans it from now on, and with what. Raises Refused.

    Pull mode begins with a weekly schedule; push mode stops it, and what is queued.
    """
    now = timezone.now()
    try:
        stack.workspace = plan_input.workspace(workspace)
        stack.variables = plan_input.variable_files(variables)
        stack.mode = Mode(mode)
    except ValueError as error:
        raise Refused.because(error) from None
    if stack.mode == Mode.PULL and stack.tool not in plan_input.PLANNED:
        raise Refused(
            _("Rungs cannot plan with %(tool)s: let CI send the plans of this stack.") % {"tool": stack.tool}
        )
    stack.connection = connection
    with transaction.atomic():
        stack.save(update_fields=["mode", "workspace", "variables", "connection"])
        if stack.mode == Mode.PULL:
            _begin(stack, now)
        else:
            _stop(stack, now)
        _event("mode.changed", by, stack, now, {"mode": stack.mode, "workspace": stack.workspace})


def _begin(stack: Stack, now: datetime) -> None:
    known = Schedule.objects.filter(stack=stack, kind=Kind.PLAN).first()
    if known is None or not known.enabled:
        cron = (known and known.cron) or weekly(stack.pk)
        fields = {"enabled": True, "every": WEEK, "cron": cron, "next_run_at": next_time(cron, now)}
        _schedule(stack, fields, now)


def _stop(stack: Stack, now: datetime) -> None:
    Schedule.objects.filter(stack=stack, kind=Kind.PLAN).update(enabled=False)
    for run in Run.objects.filter(stack=stack, kind=Kind.PLAN, state=State.QUEUED):
        run.cancel(now)


def _schedule(stack: Stack, fields: dict[str, Any], now: datetime) -> Schedule:
    first = {"repository": stack.repository, "next_run_at": now + WEEK}
    return Schedule.objects.update_or_create(
        stack=stack, kind=Kind.PLAN, defaults=fields, create_defaults={**first, **fields}
    )[0]


def _event(kind: str, by: User | None, stack: Stack, now: datetime, data: dict[str, Any]) -> None:
    Event.objects.create(
        kind=kind, actor=by, repository=stack.repository, stack=stack, subject=stack.label[:250], at=now,
        data=data,
    )  # fmt: skip
