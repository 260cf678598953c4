"""What was seen of a pull request, as rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from msgspec import Struct

from maturity.core.pulls.matching import Place, find
from maturity.core.pulls.rollup import Told, rollup
from maturity.core.pulls.seen import Pull, Said
from maturity.models import PlanStatus, PullRequest, PullState, Repository, Stack

WHOLE = "*"
MOST_STATUSES = 300
REPEATED = (
    "title", "author", "url", "state", "draft", "fork", "head_ref", "head_sha", "base_ref", "base_sha",
    "merge_sha", "updated_at", "closed_at",
)  # fmt: skip


class Source(Struct, frozen=True, kw_only=True):
    """One check, status or comment, and what it says. id: what tells it apart on its host."""

    origin: str
    id: str
    said: Said
    name: str = ""
    url: str = ""
    commit: str = ""
    at: datetime


def record_pull(repository: Repository, seen: Pull) -> tuple[PullRequest, bool]:
    """The row, and whether this is how we learn that it was merged. Old news change nothing."""
    fields = {name: getattr(seen, name) for name in REPEATED}
    with transaction.atomic():
        known = repository.pull_requests.select_for_update().filter(number=seen.number).first()
        if known is None:
            new, _ = repository.pull_requests.get_or_create(
                number=seen.number, defaults={**fields, "opened_at": seen.opened_at}
            )
            return new, False
        # A row that a pushed plan made has the time of that plan, not the host's.
        heard = known.base_sha or known.checked_at or known.state != PullState.OPEN
        if heard and seen.updated_at < known.updated_at:
            return known, False
        merged = known.state == PullState.OPEN and seen.state == PullState.MERGED
        for name in ("author", "base_sha"):
            if not fields[name]:  # not every source tells it
                fields.pop(name)
        if seen.behind is not None:
            fields["behind"] = seen.behind
        changed = {name: value for name, value in fields.items() if getattr(known, name) != value}
        for name, value in changed.items():
            setattr(known, name, value)
        if changed:
            known.save(update_fields=list(changed))
    return known, merged


def record_sources(row: PullRequest, sources: Iterable[Source]) -> list[PlanStatus]:
    """Write down what they say; those that newly tell of an apply are given back."""
    places = places_of(row.repository_id)
    applied = []
    with transaction.atomic():
        PullRequest.objects.select_for_update().get(pk=row.pk)
        known = {(one.origin, one.external_id): one for one in row.statuses.all()}
        for source in sources:
            before = known.get((source.origin, _external_id(source)))
            if before is None and len(known) >= MOST_STATUSES:
                break
            status = _status(row, source, before, places)
            if status is None:
                continue
            if status.state == "applied" and (before is None or before.state != "applied"):
                applied.append(status)
            status.save()
            known[status.origin, status.external_id] = status
        _drop_older(known.values())
    return applied


def places_of(repository: int) -> list[Place]:
    rows = Stack.objects.present().filter(repository=repository)
    return [
        Place(pk, directory, name, environment, workspace)
        for pk, directory, name, environment, workspace in rows.values_list(
            "pk", "directory", "name", "environment", "workspace"
        )
    ]


def settle(row: PullRequest, *, base: str = "") -> None:
    """Repeat on the pull request what its statuses add up to. base: the newest commit of its base branch."""
    told = [_told(one) for one in row.statuses.all()]
    fresh = not (base and row.plans_base) or base == row.plans_base
    found = rollup(told, head=row.head_sha, fresh=fresh, over=row.state != PullState.OPEN)
    if (row.plan_state, row.destroys) != (found.state, found.destroys):
        row.plan_state, row.destroys = found.state, found.destroys
        row.save(update_fields=["plan_state", "destroys"])


def _told(status: PlanStatus) -> Told:
    about = f"stack {status.stack_id}" if status.stack_id else status.name.lower()
    return Told(
        state=status.state,
        origin=status.origin,
        about="" if status.external_id.startswith(WHOLE) and not status.stack_id else about,
        commit=status.commit,
        destroy=status.destroy,
        at=status.at,
    )


def _status(
    row: PullRequest, source: Source, before: PlanStatus | None, places: Sequence[Place]
) -> PlanStatus | None:
    """The row to be written, or None when the one we have says the same or more recent things."""
    said, external_id = source.said, _external_id(source)
    if before is not None and source.at < before.at:
        return None
    status = before or PlanStatus(pull_request=row, origin=source.origin, external_id=external_id)
    fields = {
        "tool": said.tool[:30],
        "name": (source.name or _name(said))[:300],
        "state": str(said.state),
        "add": said.add,
        "change": said.change,
        "destroy": said.destroy,
        "stack_id": find(said, places),
        "url": source.url,
        "at": source.at,
    }
    # A comment that did not change was not written again for a newer commit.
    moved = before is None or source.at > before.at
    fields["commit"] = said.commit or (
        source.commit if moved or source.origin != "comment" else status.commit
    )
    if before is not None and all(getattr(status, name) == value for name, value in fields.items()):
        return None
    for name, value in fields.items():
        setattr(status, name, value)
    return status


def _external_id(source: Source) -> str:
    """A status keeps its name from run to run; a comment may speak of many stacks."""
    mark = WHOLE if source.said.whole else ""
    text = source.name if source.origin in ("check", "status") else f"{source.id}:{source.said.key}"
    return mark + (text if len(text) < 90 else hashlib.sha256(text.encode()).hexdigest())


def _name(said: Said) -> str:
    if said.name or said.directory is None:
        return said.name
    return said.directory + (f" ({said.workspace})" if said.workspace not in ("", "default") else "")


def _drop_older(statuses: Iterable[PlanStatus]) -> None:
    """Bots that write a new comment for each plan: only the newest of each stack counts."""
    newest: dict[tuple[str, str, str], PlanStatus] = {}
    older = []
    for one in sorted(statuses, key=lambda one: one.at):
        key = (one.origin, one.tool, one.name)
        if one.origin == "comment":
            if key in newest:
                older.append(newest[key].pk)
            newest[key] = one
    PlanStatus.objects.filter(pk__in=older).delete()
