"""Taking a plan that CI made and sent: as a look at the default branch, or as the plan of a change."""

from __future__ import annotations

from datetime import datetime, timedelta
from mmap import mmap

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from maturity.actions import checks, pulls
from maturity.actions.checks import Origin
from maturity.actions.checks.origin import trusted
from maturity.actions.errors import Refused
from maturity.actions.planning import request_check
from maturity.core import plans
from maturity.core.plans import Reading, Unreadable
from maturity.models import (
    DriftCheck,
    Host,
    Mode,
    Outcome,
    Plan,
    PullRequest,
    Purpose,
    Repository,
    Run,
    Source,
    Stack,
    Trigger,
)

AHEAD = timedelta(minutes=2)
HEADS = "refs/heads/"


class Push(Struct, frozen=True, kw_only=True):
    """What the sender tells. `exit_code` is what terraform plan ended with; None when it does not say."""

    purpose: Purpose
    exit_code: int | None = None
    started_at: datetime | None = None
    commit: str = ""
    ref: str = ""
    pull_request: int | None = None
    url: str = ""
    title: str = ""
    actor: str = ""
    key: str | None = None
    force: bool = False

    @property
    def failed(self) -> bool:
        return self.exit_code not in (None, 0, 2)


class Taken(Struct, frozen=True, kw_only=True):
    """The rows it became. `run` is the check that was asked for because of it."""

    check: DriftCheck | None = None
    plan: Plan | None = None
    run: Run | None = None
    notes: tuple[str, ...] = ()


def taken_before(stack: Stack, push: Push) -> Taken | None:
    """What this push became when it was sent the first time."""
    if push.key is None:
        return None
    if push.purpose == Purpose.CHECK:
        check = stack.checks.filter(idempotency_key=push.key).select_related("plan").first()
        return Taken(check=check, plan=check.plan, notes=_kept(check.plan)) if check else None
    plan = stack.plans.filter(idempotency_key=push.key, purpose=push.purpose).first()
    return Taken(plan=plan, notes=_kept(plan)) if plan else None


def _kept(plan: Plan | None) -> tuple[str, ...]:
    return tuple(plan.notes) if plan else ()


def read_plan(data: mmap | bytes, push: Push) -> Reading:
    """Raises `Unreadable`. Nothing at all is what a run sends that failed before it had a plan."""
    if data:
        return plans.read(data, exit_code=push.exit_code)
    if not push.failed:
        raise Unreadable("the body is empty: only a failed plan may be, sent with its exit_code")
    error = f"terraform ended with exit code {push.exit_code}, and there was no plan to send"
    return Reading(form="", errored=True, error=error, complete=False)


def other_branch(repository: Repository, push: Push) -> str:
    """Why this plan says nothing of the default branch, or ""."""
    ref, main = push.ref.removeprefix(HEADS), repository.default_branch
    if push.purpose != Purpose.CHECK or push.force or not ref or not main or ref == main:
        return ""
    return f"drift is looked for on {main}, and this is a plan of {ref}: send the number of its pull request"


def origin_of(push: Push) -> Origin:
    """Who looked, and when. Refused when it cannot be true."""
    now = timezone.now()
    origin = Origin(
        source=Source.PUSH, started_at=push.started_at or now, finished_at=now, commit=push.commit,
        ref=push.ref.removeprefix(HEADS), url=push.url, actor=push.actor, title=push.title,
        idempotency_key=push.key,
    )  # fmt: skip
    return trusted(origin, now)


def take(stack: Stack, reading: Reading, origin: Origin, push: Push) -> Taken:
    """Write it down. Refused when it does not fit what is known: then nothing is written."""
    notes = _notes(push, origin)
    if push.purpose == Purpose.CHECK:
        check = _check(stack, reading, origin, push)
        return Taken(check=check, plan=check.plan, notes=(*reading.notes, *notes))
    with transaction.atomic():
        pull_request = _pull_request(stack.repository, push, origin)
        plan = checks.record_plan(
            stack, reading, origin, purpose=push.purpose, repository=stack.repository,
            pull_request=pull_request, force=push.force,
        )  # fmt: skip
        pulls.note_plan(plan)
    run, asked = _look_again(stack, push)
    return Taken(plan=plan, run=run, notes=(*reading.notes, *notes, *asked))


def _check(stack: Stack, reading: Reading, origin: Origin, push: Push) -> DriftCheck:
    if reading.form:
        return checks.record_check(stack, reading, origin, force=push.force)
    return checks.record_failure(stack, Outcome.ERRORED, reading.error, origin)


def _notes(push: Push, origin: Origin) -> list[str]:
    if push.started_at is not None and push.started_at > origin.started_at + AHEAD:
        ahead = int((push.started_at - origin.started_at).total_seconds())
        return [f"the sender's clock is {ahead} s ahead of ours: our time was taken"]
    return []


def _pull_request(repository: Repository, push: Push, origin: Origin) -> PullRequest | None:
    """Its row; a first one when we have not heard of it from its host yet."""
    if push.pull_request is None:
        return None
    first = {
        "title": origin.title, "author": origin.actor[:100], "url": _page(repository, push.pull_request),
        "head_sha": origin.commit, "head_ref": origin.ref, "base_ref": repository.default_branch,
        "opened_at": origin.started_at, "updated_at": origin.started_at,
    }  # fmt: skip
    row, _ = PullRequest.objects.get_or_create(
        repository=repository, number=push.pull_request, defaults=first
    )
    return row


def _page(repository: Repository, number: int) -> str:
    middle = {Host.GITHUB: "/pull/", Host.GITLAB: "/-/merge_requests/"}.get(Host(repository.host))
    return f"{repository.web_url}{middle}{number}"[:500] if repository.web_url and middle else ""


def _look_again(stack: Stack, push: Push) -> tuple[Run | None, list[str]]:
    """After an apply the cloud is looked at once, where that is our part."""
    if push.purpose != Purpose.APPLY or stack.mode != Mode.PULL:
        return None, []
    try:
        return request_check(None, stack, Trigger.APPLY), ["a drift check was asked for"]
    except Refused as refusal:
        return None, [f"no drift check was asked for: {refusal.message}"]
