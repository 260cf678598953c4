"""What was found, as rows: nothing here writes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from maturity.core.assess import Assessment as Judgement
from maturity.core.criterion import Gate, Outcome
from maturity.core.facts.infrastructure import Stack as Seen
from maturity.core.scoring import REACHED, Judged
from maturity.models import Assessment, Finding, Repository, Snapshot, Stack

StackKey = tuple[str, str, str, str]
PLACING = ("state_place", "state_prefix", "state_region", "state_given", "lock_table")


def clean(value: Any) -> Any:
    """Plain data that every database takes: PostgreSQL knows no NUL and no half of a pair."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    return value


def plain(value: object) -> Any:
    return clean(msgspec.to_builtins(value))


def digest(found: Judgement) -> str:
    """Equal when two scans found the same."""
    return hashlib.sha256(msgspec.json.encode(plain([found.kind, found.score, found.judged]))).hexdigest()


def assessment_row(repository: Repository, snapshot: Snapshot, found: Judgement, now: datetime) -> Assessment:
    counted = [one for one in found.judged if one.counts and one.gate is not Gate.OPTIONAL]
    asked = [one for one in counted if one.outcome is not Outcome.NOT_APPLICABLE]
    return Assessment(
        repository=repository,
        snapshot=snapshot,
        at=now,
        kind=found.kind.name,
        kind_why=clean(found.kind.why),
        level=found.score.level,
        possible_level=found.score.possible_level,
        criteria_set=found.criteria_set,
        practices=found.practices,
        met=sum(one.outcome in REACHED for one in asked),
        asked=len(asked),
        digest=digest(found),
    )


def finding_row(assessment: Assessment, one: Judged, found: Judgement) -> Finding:
    fix = found.fixes.get(one.criterion)
    return Finding(
        assessment=assessment,
        criterion=one.criterion,
        level=one.level,
        gate=one.gate,
        outcome=one.outcome,
        message=clean(one.finding.message),
        met=one.met,
        of=one.of,
        evidence=plain(one.finding.evidence),
        looked_at=plain(one.finding.looked_at),
        strength=one.finding.strength,
        fix=plain(fix) if fix else None,
        stacks=[
            {
                "stack": clean(each.stack),
                "outcome": str(each.finding.outcome),
                "message": clean(each.finding.message),
                "evidence": plain(each.finding.evidence),
            }
            for each in one.stacks
        ],
    )


def stack_row(repository: Repository, stack: Seen, now: datetime) -> Stack:
    backend = stack.backend
    where = backend.where if backend else None
    return Stack(
        repository=repository,
        directory=clean(stack.directory),
        tool=stack.tool[:30],
        name=clean(stack.name)[:200],
        environment=clean(stack.environment)[:50],
        backend_kind=clean(backend.kind)[:30] if backend else "",
        locking=backend.locking if backend else None,
        path=clean(stack.at.path),
        line=stack.at.line,
        resources=stack.resources,
        first_seen_at=now,
        state_place=clean(where.place) if where else "",
        state_region=clean(where.region) if where else "",
        state_prefix=clean(where.prefix) if where else "",
        lock_table=clean(where.table) if where else "",
    )


def keep_chosen(row: Stack, known: Stack) -> None:
    """What a person chose for a stack outlasts a scan."""
    row.pk, row.workspace = known.pk, known.workspace
    if known.state_given:
        for name in PLACING:
            setattr(row, name, getattr(known, name))


def tell_states_apart(rows: Collection[Stack]) -> None:
    """Two stacks have no state in common: where the files give both the same place, they tell neither's."""
    times = Counter(row.state_object for row in rows)
    for row in rows:
        if not row.state_given and times[row.state_object] > 1:
            row.state_place = row.state_prefix = row.state_region = row.lock_table = ""


def stack_key(stack: Stack) -> StackKey:
    return stack.directory, stack.tool, stack.name, stack.environment
