"""From what a host gave to what it says of plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from maturity.actions.pulls.recording import Source
from maturity.core.pulls import comments, statuses
from maturity.core.pulls.seen import Check, Comment
from maturity.models import PullRequest


def of_checks(checks: Iterable[Check], plan_jobs: Collection[str] = ()) -> Iterator[Source]:
    for check in checks:
        said = statuses.read(check, plan_jobs)
        if said is not None:
            yield Source(
                origin=check.origin, id=check.id, said=said, name=check.name, url=check.url,
                commit=check.commit, at=check.at,
            )  # fmt: skip


def of_comments(
    found: Iterable[Comment], row: PullRequest, *, pushed_at: datetime | None = None
) -> Iterator[Source]:
    """pushed_at: when the newest commit was made. What was written before that speaks of an older one."""
    for comment in found:
        commit = row.head_sha if pushed_at is None or comment.at >= pushed_at else ""
        for said in comments.read(comment, author=row.author):
            yield Source(
                origin="comment", id=comment.id, said=said, url=comment.url, commit=commit, at=comment.at
            )
