"""Our own summary on a pull request: one, kept up to date in its place."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.hosting import Forge, Missing, connect
from maturity.core.pulls.summary import MARK, Planned, summary
from maturity.models import Plan, PlanState, PullRequest, PullState

MOST_PLANS = 50
POSTING = "posting "
GIVEN_UP_AFTER = timedelta(minutes=10)


def comment(pull_request: PullRequest, forge: Forge | None = None) -> None:
    """Write the summary, when it is wanted, made of plans that were sent to us, and other than the last one.

    Of two workers one writes: whoever moves `comment_digest` from what it was. Raises AdapterError.
    """
    row = PullRequest.objects.select_related("repository").get(pk=pull_request.pk)
    if not row.repository.comments or row.state != PullState.OPEN:
        return
    body = _body(row)
    digest = hashlib.sha256(body.encode()).hexdigest()
    if not body or row.comment_digest == digest or not _claim(row):
        return
    try:
        if forge is not None:
            made = _write(row, body, forge)
        else:
            with connect(row.repository.url, row.repository.host, Policy.of_settings()) as forge:
                made = _write(row, body, forge)
    except AdapterError:
        _release(row)
        raise
    PullRequest.objects.filter(pk=row.pk).update(comment_id=made, comment_digest=digest)


def _claim(row: PullRequest) -> bool:
    """Make the writing ours. A worker that died while it wrote is waited for, but not for ever."""
    before, now = row.comment_digest, timezone.now()
    if before.startswith(POSTING) and _since(before) > now - GIVEN_UP_AFTER:
        return False
    mine = f"{POSTING}{now.isoformat()}"
    taken = PullRequest.objects.filter(pk=row.pk, comment_digest=before, comment_id=row.comment_id)
    if taken.update(comment_digest=mine) != 1:
        return False
    row.comment_digest = mine
    return True


def _since(claim: str) -> datetime:
    try:
        return datetime.fromisoformat(claim.removeprefix(POSTING))
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _release(row: PullRequest) -> None:
    """The next look tries again; it first looks whether the comment was made after all."""
    PullRequest.objects.filter(pk=row.pk, comment_digest=row.comment_digest).update(comment_digest="")


def _write(row: PullRequest, body: str, forge: Forge) -> str:
    known = row.comment_id or _ours(row, forge)
    if known:
        try:
            return forge.write_comment(row.number, body, known)
        except Missing:
            pass  # somebody deleted it
    return forge.write_comment(row.number, body)


def _ours(row: PullRequest, forge: Forge) -> str:
    """The comment that bears our mark and is written by our login: others may copy the mark."""
    found = [one for one in forge.comments(row.number) if one.body.startswith(MARK)]
    if not found:
        return ""
    me = forge.me()
    return next((one.id for one in found if me and one.author == me), "")


def _body(row: PullRequest) -> str:
    plans = row.plans.filter(superseded_at=None).select_related("stack").newest_first()[:MOST_PLANS]
    planned = [_planned(plan, row) for plan in plans]
    return summary(planned, link=_address("plans")) if planned else ""


def _planned(plan: Plan, row: PullRequest) -> Planned:
    return Planned(
        stack=plan.stack.label if plan.stack else plan.title or "plan",
        environment=plan.stack.environment if plan.stack else "",
        url=_address("plan", plan.pk),
        commit=plan.commit,
        add=plan.creates + plan.replaces,
        change=plan.updates,
        destroy=plan.destroys,
        drifted=plan.drifted,
        errored=plan.errored,
        error=plan.error,
        complete=plan.complete,
        stale=_stale(plan, row),
        changes=tuple(plan.changes),
    )


def _stale(plan: Plan, row: PullRequest) -> str:
    if plan.commit and row.head_sha and plan.commit != row.head_sha:
        return f"it was made for {plan.commit[:7]}, and {row.head_sha[:7]} is the newest commit. Plan again."
    if row.plan_state == PlanState.STALE:
        return "the base branch moved since it was made. Plan again before you merge."
    return ""


def _address(page: str, *arguments: int) -> str:
    try:
        return settings.RUNGS_URL + reverse(f"maturity:{page}", args=arguments)
    except NoReverseMatch:
        return f"{settings.RUNGS_URL}/"
