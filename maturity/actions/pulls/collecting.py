"""Asking a host for the pull requests of a repository. What fails keeps what was known, and says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from django.db.models import Max
from django.utils import timezone

from maturity.actions.pulls import reading, recording
from maturity.actions.pulls.applying import look_after_apply, look_after_merge
from maturity.actions.pulls.commenting import comment
from maturity.actions.pulls.commits import look_at_commits
from maturity.actions.pulls.scheduling import pause
from maturity.actions.teams import own
from maturity.adapters.address import Policy
from maturity.adapters.errors import OURS, AdapterError
from maturity.adapters.hosting import Branch, Forge, Missing, RateLimited, connect
from maturity.core.pulls.rollup import base_of_plans
from maturity.core.pulls.seen import Check, Comment, Pull
from maturity.models import PlanState, PullRequest, PullState, Repository

log = logging.getLogger(__name__)
T = TypeVar("T")
AT_ONCE = 60  # pull requests that are looked into in one go; the others come next time
LOST_AT_ONCE = 20
AT_REST = timedelta(hours=1)


def collect_pull_requests(repository: Repository) -> list[int]:
    """Bring the rows up to date. The runs that workers must be told about: checks after an apply."""
    policy, runs = Policy.of_settings(), []
    try:
        with connect(repository.url, repository.host, policy) as forge:
            look = _Look(repository, forge)
            runs = look.around()
            error = look.trouble
    except RateLimited as limited:
        pause(urlsplit(repository.url).hostname or "", limited.until)
        error = limited.message
    except AdapterError as failed:
        error = failed.message
    except Exception:
        log.exception("collecting the pull requests of %s failed", repository.name)
        error = OURS
    now = timezone.now()
    Repository.objects.filter(pk=repository.pk).update(pulls_checked_at=now, pulls_error=error)
    if error:
        log.warning("pull requests of %s: %s", repository.name, error)
    return runs


class _Look:
    """One look at one repository. `trouble`: the first thing that could not be read."""

    def __init__(self, repository: Repository, forge: Forge) -> None:
        self._repository, self._forge = repository, forge
        self._bases: dict[str, Branch | None] = {}
        self.trouble = ""

    def around(self) -> list[int]:
        self._note_topics()
        before = {row.number: row for row in self._repository.pull_requests.open()}
        runs: list[int] = []
        found = self._forge.open_pulls()
        rows = [self._record(one, runs) for one in found]
        self._record_lost(set(before) - {one.number for one in found}, runs)
        if self._repository.pulls_checked_at is None:
            for one in self._forge.closed_pulls():
                self._record(one, runs)
        waiting = [row for row in rows if not self._rests(row, before.get(row.number))]
        for row in sorted(waiting, key=lambda row: row.checked_at or row.opened_at)[:AT_ONCE]:
            runs += self._look_into(row)
        look_at_commits(self._repository, self._forge, lambda seen: self._record(seen, runs))
        return runs

    def _note_topics(self) -> None:
        """Once a day. They say whose it is, where no person did; a login may not see them."""
        last = self._repository.pulls_checked_at
        if last is None or last.date() != timezone.now().date():
            with suppress(Missing):
                own(self._repository, None, self._forge.about().topics)

    def _record(self, seen: Pull, runs: list[int]) -> PullRequest:
        row, merged = recording.record_pull(self._repository, seen)
        row.repository = self._repository
        if merged:
            recording.settle(row)
            runs += look_after_merge(row)
        return row

    def _record_lost(self, numbers: Iterable[int], runs: list[int]) -> None:
        """Open when we last looked, and not any more: merged, closed, or gone with its fork."""
        for number in sorted(numbers)[:LOST_AT_ONCE]:
            try:
                self._record(self._forge.pull(number), runs)
            except Missing:
                now = timezone.now()
                lost = self._repository.pull_requests.filter(number=number)
                lost.update(state=PullState.CLOSED, closed_at=now, updated_at=now)

    def _rests(self, row: PullRequest, before: PullRequest | None) -> bool:
        """Nothing happened to it for an hour, and nothing is under way: once an hour is enough."""
        hour_ago = timezone.now() - AT_REST
        if before is None or row.checked_at is None or row.plan_state == PlanState.PENDING:
            return False
        if row.checked_at < hour_ago or row.updated_at > hour_ago:
            return False
        same = (before.head_sha, before.updated_at) == (row.head_sha, row.updated_at)
        base = self._base(row.base_ref)
        moved = base is not None and row.plans_base not in ("", base.sha) and row.plan_state != "stale"
        return same and not moved

    def _look_into(self, row: PullRequest) -> list[int]:
        checks: list[Check] = self._try(lambda: self._forge.checks(_seen(row)), [])
        sources = list(reading.of_checks(checks, self._repository.plan_jobs))
        sources += self._comments(row)
        applied = recording.record_sources(row, sources)
        base = self._base(row.base_ref)
        row.behind = self._try(lambda: self._forge.behind(_seen(row)), row.behind)
        self._note_base(row, base)
        row.checked_at = timezone.now()
        row.save(update_fields=["behind", "plans_base", "checked_at"])
        recording.settle(row, base=base.sha if base else "")
        self._try(lambda: comment(row, self._forge), None)
        return look_after_apply(applied)

    def _comments(self, row: PullRequest) -> list[recording.Source]:
        found: list[Comment] = self._try(lambda: self._forge.comments(row.number), [])
        told = list(reading.of_comments(found, row))
        if not told:
            return []
        pushed_at = self._try(lambda: self._forge.committed_at(row.head_sha), None)
        return list(reading.of_comments(found, row, pushed_at=pushed_at))

    def _note_base(self, row: PullRequest, base: Branch | None) -> None:
        """What the newest plan of the newest commit was made against."""
        planned: datetime | None = row.statuses.filter(commit=row.head_sha).aggregate(at=Max("at"))["at"]
        if planned is not None:
            now_at, now = (base.at, base.sha) if base else (None, "")
            row.plans_base = base_of_plans(
                planned_at=planned, now_at=now_at, now=now, compared=row.base_sha, known=row.plans_base
            )

    def _base(self, name: str) -> Branch | None:
        if name not in self._bases:
            try:
                self._bases[name] = self._forge.branch(name)
            except Missing:  # somebody deleted it
                self._bases[name] = None
        return self._bases[name]

    def _try(self, ask: Callable[[], T], otherwise: T) -> T:
        """A right that the login lacks costs what it would tell, and no more."""
        try:
            return ask()
        except AdapterError as error:
            if not error.permanent:
                raise
            self.trouble = self.trouble or error.message
            return otherwise


def _seen(row: PullRequest) -> Pull:
    return Pull(
        number=row.number, head_sha=row.head_sha, base_ref=row.base_ref, opened_at=row.opened_at,
        updated_at=row.updated_at,
    )  # fmt: skip
