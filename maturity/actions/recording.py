"""Writing an assessment down: rows, the repository's place, and the Events that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from maturity.actions import rows
from maturity.actions.comparing import Comparison, told
from maturity.actions.working import LeaseLost
from maturity.adapters.git import Commit
from maturity.core.assess import Assessment as Judgement
from maturity.models import Assessment, Event, Finding, Repository, Run, Snapshot, Stack

SKIPPED_KEPT = 200
STACKS_KEPT = 5_000
FINDINGS_KEPT = 10


def record_assessment(
    run: Run,
    found: Judgement,
    commit: Commit,
    *,
    branch: str = "",
    comparison: Comparison | None = None,
    plan_jobs: Sequence[str] = (),
) -> Assessment:
    """Write everything or nothing. A scan that found nothing new writes no new assessment."""
    comparison, now = comparison or Comparison(), timezone.now()
    with transaction.atomic():
        repository = Repository.objects.select_for_update().get(pk=run.repository_id)
        repository.default_branch = branch[:250] or repository.default_branch
        repository.plan_jobs = rows.clean(list(plan_jobs))
        assessment = _record(repository, found, _snapshot(repository, found, commit), now)
        _record_stacks(repository, found, now)
        _place(repository, found, comparison, assessment.since, now)
        repository.current = assessment
        repository.save()
        _tell(repository, found, comparison, assessment.since, now)
        if not run.finish(now):
            raise LeaseLost
    return assessment


def _snapshot(repository: Repository, found: Judgement, commit: Commit) -> Snapshot:
    snapshot, _ = Snapshot.objects.update_or_create(
        repository=repository,
        commit=commit.sha,
        defaults={
            "committed_at": commit.at,
            "ref": repository.default_branch,
            "files": found.files,
            "skipped": rows.plain(found.unreadable[:SKIPPED_KEPT]),
        },
    )
    return snapshot


def _record(repository: Repository, found: Judgement, snapshot: Snapshot, now: datetime) -> Assessment:
    new, current = rows.assessment_row(repository, snapshot, found, now), repository.current
    if current and (current.snapshot_id, current.criteria_set, current.digest) == (
        snapshot.pk,
        new.criteria_set,
        new.digest,
    ):
        return current
    new.since = _since(current, snapshot, now)
    new.save()
    Finding.objects.bulk_create([rows.finding_row(new, one, found) for one in found.judged])
    _drop_old_findings(repository)
    return new


def _since(before: Assessment | None, snapshot: Snapshot, now: datetime) -> datetime:
    """Never before what was known already: dates of commits are what their authors wrote."""
    if before and before.snapshot_id == snapshot.pk:
        return now
    written = min(snapshot.committed_at or now, now)
    return max(written, before.since) if before else written


def _drop_old_findings(repository: Repository) -> None:
    """Levels are kept for ever, the evidence behind them for the newest assessments."""
    kept = list(repository.assessments.newest_first().values_list("pk", flat=True)[:FINDINGS_KEPT])
    Finding.objects.filter(assessment__repository=repository).exclude(assessment__in=kept).delete()


def _record_stacks(repository: Repository, found: Judgement, now: datetime) -> None:
    """New ones are added, known ones brought up to date, missing ones marked as gone."""
    known = {rows.stack_key(row): row for row in repository.stacks.all()}
    seen: dict[rows.StackKey, Stack] = {}
    for stack in found.stacks[:STACKS_KEPT]:
        row = rows.stack_row(repository, stack, now)
        key = rows.stack_key(row)
        if key in known:
            rows.keep_chosen(row, known[key])
        seen.setdefault(key, row)
    rows.tell_states_apart(seen.values())
    fields = ["backend_kind", "locking", "path", "line", "resources", "gone_at", *rows.PLACING]
    Stack.objects.bulk_create([row for key, row in seen.items() if key not in known])
    Stack.objects.bulk_update([row for key, row in seen.items() if key in known], fields, batch_size=500)
    missing = [row for key, row in known.items() if key not in seen and row.gone_at is None]
    gone = [row.pk for row in missing if not row.declared]
    Stack.objects.filter(pk__in=gone).update(gone_at=now)


def _place(
    repository: Repository, found: Judgement, comparison: Comparison, since: datetime, now: datetime
) -> None:
    """Repeat on the repository what lists show."""
    score, before = found.score, comparison.before
    if before is not None and score.level is not None and score.level != before:
        repository.previous_level = before
        repository.level_changed_at = since
    elif comparison.criteria_set and score.level != comparison.shown:
        repository.previous_level = None
    repository.kind = found.kind.name
    repository.level = score.level
    repository.possible_level = score.possible_level
    messages = {one.criterion: one.finding.message for one in found.judged}
    repository.blocker = rows.clean(messages[score.blockers[0]])[:500] if score.blockers else ""
    repository.blockers = len(score.blockers)
    repository.stacks_total = len(found.stacks)
    repository.last_scanned_at = now
    repository.scan_error = ""
    repository.scan_error_at = None


def _tell(
    repository: Repository, found: Judgement, comparison: Comparison, since: datetime, now: datetime
) -> None:
    def event(kind: str, data: dict[str, Any], at: datetime) -> None:
        data = rows.clean(data)
        Event.objects.create(kind=kind, repository=repository, subject=repository.name, data=data, at=at)

    level, before = found.score.level, comparison.before
    if comparison.criteria_set:
        sets = {"from": comparison.criteria_set, "to": found.criteria_set}
        after = level if before is None else before
        event("criteria_set.changed", {**sets, "level_before": comparison.shown, "level_after": after}, now)
    if before is not None and level != before:
        data = {"from": before, "to": level, "since": comparison.since, "head": found.commit}
        event("level.changed", {**data, "criteria": list(comparison.lost), **told(comparison.lost_by)}, since)
