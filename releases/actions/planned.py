"""The newest plan of each stack that a release touches: which one that is, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from msgspec import Struct

from maturity.models import DriftCheck, Outcome, Plan, Purpose, Stack
from releases.actions.gathering._touched import touched
from releases.models import Release

LOOK_BACK = timedelta(days=8)  # no gate takes a plan that is older
SHORTEST = 7  # letters of a commit that CI may send
NO_COMMIT = "-"
FAILURES = (Outcome.ERRORED, Outcome.TIMED_OUT)
HEAVY = ("sketch", "diagnostics", "notes", "failed_checks")


class Looked(Struct, frozen=True, kw_only=True):
    """One look that came to its end, or did not. plan: None where nothing changes, or nothing came of it."""

    at: datetime
    commit: str
    plan: Plan | None = None
    error: str = ""


class Newest(Struct, frozen=True, kw_only=True):
    """own: the stack is of the repository of the release, so only plans of its commit are looked at."""

    stack: Stack
    own: bool
    good: Looked | None = None
    failed: Looked | None = None


def newest_plans(release: Release, now: datetime) -> list[Newest]:
    """Three queries, however many stacks there are.

    Of the release's own repository: plans of its commit, sent for a pull request or as a check. Of others:
    the last check of their default branch, whatever its commit.
    """
    own = release.application.repository_id
    rows = list(touched(release).annotate(**_pointers(release, own, now - LOOK_BACK)))
    checks = _checks({pk for one in rows for pk in (_of(one, "good_check"), _of(one, "failed_check"))})
    plans = _plans({pk for one in rows for pk in (_of(one, "good_plan"), _of(one, "failed_plan"))})
    return [_newest(one, own, checks, plans) for one in rows]


def _newest(row: Stack, own: int | None, checks: dict[int, DriftCheck], plans: dict[int, Plan]) -> Newest:
    good = _later(_of_check(checks.get(_of(row, "good_check"))), _of_plan(plans.get(_of(row, "good_plan"))))
    failed = _later(
        _of_check(checks.get(_of(row, "failed_check"))), _of_plan(plans.get(_of(row, "failed_plan")))
    )
    if good and failed and failed.at <= good.at:
        failed = None
    return Newest(stack=row, own=row.repository_id == own, good=good, failed=failed)


def _pointers(release: Release, own: int | None, after: datetime) -> dict[str, Case]:
    """The ids of the rows to look at: of two for each stack, the index gives the newest at once."""
    of_commit = Q(commit__in=_spellings(release.commit))
    checks = DriftCheck.objects.filter(stack=OuterRef("pk"), started_at__gte=after).newest_first()
    plans = Plan.objects.filter(
        stack=OuterRef("pk"), at__gte=after, purpose=Purpose.PULL_REQUEST
    ).newest_first()
    failed, finished = Q(outcome__in=FAILURES), Q(outcome=Outcome.FINISHED)
    return {
        "good_check": _case(own, checks.filter(finished & of_commit), checks.filter(finished)),
        "failed_check": _case(own, checks.filter(failed & of_commit), checks.filter(failed)),
        "good_plan": _case(own, plans.filter(of_commit, errored=False), None),
        "failed_plan": _case(own, plans.filter(of_commit, errored=True), None),
    }


def _case(own: int | None, ours: QuerySet[Any], others: QuerySet[Any] | None) -> Case:
    default = Value(None) if others is None else Subquery(others.values("pk")[:1])
    return Case(When(repository=own or 0, then=Subquery(ours.values("pk")[:1])), default=default)


def _spellings(commit: str) -> list[str]:
    """As CI may have written it: whole, or its beginning. Never none, or Django asks for any commit."""
    commit = commit.lower()
    return [commit[:length] for length in range(SHORTEST, len(commit) + 1)] or [NO_COMMIT]


def _of(row: Stack, name: str) -> int:
    return getattr(row, name) or 0


def _checks(pks: Iterable[int]) -> dict[int, DriftCheck]:
    rows = DriftCheck.objects.filter(pk__in=[pk for pk in pks if pk]).select_related("plan")
    return {one.pk: one for one in rows.defer(*(f"plan__{name}" for name in HEAVY))}


def _plans(pks: Iterable[int]) -> dict[int, Plan]:
    return {one.pk: one for one in Plan.objects.filter(pk__in=[pk for pk in pks if pk]).defer(*HEAVY)}


def _of_check(row: DriftCheck | None) -> Looked | None:
    return Looked(at=row.started_at, commit=row.commit, plan=row.plan, error=row.error) if row else None


def _of_plan(row: Plan | None) -> Looked | None:
    return Looked(at=row.at, commit=row.commit, plan=row, error=row.error) if row else None


def _later(one: Looked | None, other: Looked | None) -> Looked | None:
    found = [each for each in (one, other) if each is not None]
    return max(found, key=lambda each: each.at) if found else None
