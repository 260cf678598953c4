"""One look at the state of a stack: what is new, who wrote it, who holds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from maturity.actions.checks.stacks import held
from maturity.actions.states.following import check_after_apply
from maturity.actions.states.holding import record_lock
from maturity.adapters import aws
from maturity.adapters.errors import AdapterError
from maturity.core.state.head import Head
from maturity.core.state.locks import Lock
from maturity.core.state.trail import LATE, only_writer
from maturity.core.state.writers import COUNTED, Span, applied_by_ci, is_ci, writer
from maturity.models import Connection, Run, Stack, StateVersion

HISTORY = timedelta(days=400)
HEADS = 20  # of new versions that are opened in one look
KNOWN = 100  # of the newest versions, by which the new ones are told
NAMED = 3  # versions whose writer CloudTrail is asked for in one look
BEFORE = timedelta(minutes=15)  # how long before its last write an apply may have begun to change things


class Seen(Struct):
    """What one look found. `problems`: what could not be found out, in the provider's words."""

    versions: list[aws.Version] = []
    heads: dict[str, Head] = {}
    spans: list[Span] = []
    lock: Lock | None = None
    lock_known: bool = False
    names: dict[int, str] = {}
    problems: list[str] = []


def look_at_state(stack: Stack, now: datetime | None = None) -> Run | None:
    """Write down what is new. A failure is said on the stack and changes nothing that was known.

    The run, when an apply was seen and a worker of ours looks at this stack. The first look only takes stock.
    """
    connection, place, now = stack.connection, stack.state_object, now or timezone.now()
    if connection is None or place is None:
        return None
    seen = _look(connection, stack, now)
    with transaction.atomic():
        stack = held(stack)
        if stack.state_object != place:
            return None  # it was moved meanwhile: what we saw is another state's
        first = stack.state_checked_at is None or stack.state_looked != str(place)
        if first:
            _begin_anew(stack, str(place), now)
        _record(stack, connection, seen, now)
    free = seen.lock_known and seen.lock is None
    return check_after_apply(stack, now) if free and not first else None


def _begin_anew(stack: Stack, place: str, now: datetime) -> None:
    """Another place, by its workspace or its key, is another state: the history of the old one goes."""
    if stack.state_looked not in ("", place):
        stack.state_versions.all().delete()
        stack.locks.held().update(released_at=now)
    stack.state_looked = place


def _look(connection: Connection, stack: Stack, now: datetime) -> Seen:
    """Everything that asks AWS, before any transaction. Half an answer is kept when the other half fails."""
    seen = Seen()
    known = set(stack.state_versions.order_by("-at").values_list("version", flat=True)[:KNOWN])
    for part in (_versions, _lock, _writers):
        try:
            part(connection, stack, now, known, seen)
        except AdapterError as error:
            seen.problems.append(error.message)
            if not error.permanent:
                aws.forget(connection)
    return seen


def _versions(connection: Connection, stack: Stack, now: datetime, known: set[str], seen: Seen) -> None:
    """New ones count as seen once everything about them is known: a failure is made up for next time."""
    found = aws.new_versions(connection, stack, known, now - HISTORY)
    for version in found[:HEADS]:
        seen.heads[version.id] = aws.read_head(connection, stack, version)
    if found and found[0].kept:
        seen.spans = aws.lock_history(connection, stack, found[-1].at - timedelta(days=1))
    if not found and not known:
        seen.problems.append(f"There is no state at {stack.state_object} yet.")
    seen.versions = found


def _lock(connection: Connection, stack: Stack, now: datetime, known: set[str], seen: Seen) -> None:
    seen.lock = aws.read_lock(connection, stack, now=now)
    seen.lock_known = True


def _writers(connection: Connection, stack: Stack, now: datetime, known: set[str], seen: Seen) -> None:
    """Who changed things with Terraform just before. Events arrive late, so it is asked twice, later."""
    if not connection.cloudtrail:
        return
    unknown = stack.state_versions.filter(who="", at__gte=now - 3 * LATE, at__lte=now - LATE)
    for version in unknown.order_by("-at")[:NAMED]:
        region = connection.region or stack.state_region
        trail = aws.look_up(connection, version.at - BEFORE, version.at, region=region, now=now)
        if not trail.more:
            seen.names[version.pk] = only_writer(trail.events)


def _record(stack: Stack, connection: Connection, seen: Seen, now: datetime) -> None:
    if seen.lock_known:
        record_lock(stack, seen.lock, now)
    spans = [*seen.spans, *_spans(stack, seen, now)]
    rows = [_row(stack, connection, version, seen, spans) for version in seen.versions]
    StateVersion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        stack.state_versions.filter(at__lt=now - HISTORY).exclude(version=rows[0].version).delete()
    for pk, who in seen.names.items():
        StateVersion.objects.filter(pk=pk).update(who=who[:300], by_ci=is_ci(who, connection.ci_roles))
    stack.state_checked_at, stack.state_error = now, " ".join(dict.fromkeys(seen.problems))[:1000]
    stack.applied_by_ci = _share(stack, connection, now)
    stack.save(update_fields=["state_checked_at", "state_error", "state_looked", "applied_by_ci"])


def _row(
    stack: Stack, connection: Connection, version: aws.Version, seen: Seen, spans: Iterable[Span]
) -> StateVersion:
    head, who = seen.heads.get(version.id, Head()), writer(version.at, spans)
    return StateVersion(
        stack=stack, version=version.id, serial=head.serial, lineage=head.lineage,
        terraform_version=head.terraform_version, size=version.size, at=version.at, who=who,
        by_ci=is_ci(who, connection.ci_roles),
    )  # fmt: skip


def _spans(stack: Stack, seen: Seen, now: datetime) -> list[Span]:
    """Locks that we saw ourselves: all there is where the lock is an item of a table.

    One that is gone was let go some time after we saw it last: the first write since then is still its own.
    """
    times = sorted(version.at for version in seen.versions)
    found = []
    for row in stack.locks.filter(since__gte=now - timedelta(days=1)):
        until = next((at for at in times if at >= row.last_seen_at), row.last_seen_at)
        found.append(Span(row.who, row.since, until if row.released_at else None, row.operation))
    return found


def _share(stack: Stack, connection: Connection, now: datetime) -> int | None:
    """By what counts as CI now: the connection's roles may have been changed since a version was written."""
    found = []
    for row in stack.state_versions.filter(at__gte=now - COUNTED).only("who", "by_ci"):
        by_ci = is_ci(row.who, connection.ci_roles)
        if by_ci != row.by_ci:
            StateVersion.objects.filter(pk=row.pk).update(by_ci=by_ci)
        found.append(by_ci)
    return applied_by_ci(found)
