"""What hosts send by themselves. It is signed, and a prompt to look all the same, never the last word."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone
from msgspec import Struct

from maturity.actions.pulls import reading, recording
from maturity.actions.pulls.applying import look_after_apply, look_after_merge, look_after_push
from maturity.actions.pulls.scheduling import hurry
from maturity.core.pulls import github, gitlab
from maturity.core.pulls.foreign import Unexpected, number_of
from maturity.core.pulls.seen import Check, Pull
from maturity.hooks import takers
from maturity.models import Delivery, PlanState, PullRequest, PullState, Repository

MOST_PATHS = 3_000


class Taken(Enum):
    DONE = "done"
    AGAIN = "again"
    UNKNOWN = "unknown"
    GARBAGE = "garbage"


class Answer(Struct, frozen=True):
    """runs: those that workers must be told about."""

    taken: Taken
    runs: tuple[int, ...] = ()


def receive(repository: Repository, host: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Take a body whose signature was found good. The same words twice do no work twice."""
    event = headers.get("X-GitHub-Event" if host == "github" else "X-Gitlab-Event", "")
    if event not in EVENTS[host]:
        return _elsewhere(repository, host, event, body)
    try:
        payload = msgspec.json.decode(body)
        with transaction.atomic():
            if not _is_new(repository, host, event, body):
                return Answer(Taken.AGAIN)
            runs = take_webhook(repository, host, event, payload)
    except (msgspec.DecodeError, RecursionError, Unexpected):
        return Answer(Taken.GARBAGE)
    return Answer(Taken.DONE, tuple(runs))


def _elsewhere(repository: Repository, host: str, event: str, body: bytes) -> Answer:
    """What other apps take. It is remembered last: what broke on the way may be sent again."""
    found = takers(host, event)
    if not found:
        return Answer(Taken.UNKNOWN)
    if Delivery.objects.filter(host=host, delivery_id=_known_as(repository, event, body)).exists():
        return Answer(Taken.AGAIN)
    try:
        payload = msgspec.json.decode(body)
        if not isinstance(payload, dict):
            raise Unexpected(f"{event}: not an object")
        for take in found:
            take(repository, payload)
    except (msgspec.DecodeError, RecursionError, Unexpected):
        return Answer(Taken.GARBAGE)
    _is_new(repository, host, event, body)
    return Answer(Taken.DONE)


def _known_as(repository: Repository, event: str, body: bytes) -> str:
    """By its words. Its number proves nothing: no signature of GitHub's covers it, so whoever caught a
    delivery could send it again under another one."""
    digest = hashlib.sha256(event.encode() + b"\0" + body).hexdigest()
    return f"{repository.pk}:{digest}"


def _is_new(repository: Repository, host: str, event: str, body: bytes) -> bool:
    """Remember the delivery."""
    known_as = _known_as(repository, event, body)
    try:
        with transaction.atomic():
            Delivery.objects.create(host=host, delivery_id=known_as, at=timezone.now())
    except IntegrityError:
        return False
    return True


def take_webhook(repository: Repository, host: str, event: str, payload: Any) -> list[int]:
    """Take in what the payload tells, and have the rest looked up. Unexpected when it has another form.

    The runs that workers must be told about. An event nobody knows does nothing.
    """
    take = EVENTS.get(host, {}).get(event)
    if take is None:
        return []
    if not isinstance(payload, dict):
        raise Unexpected(f"{event}: not an object")
    return take(repository, payload)


def _pull(repository: Repository, seen: Pull) -> list[int]:
    row, merged = recording.record_pull(repository, seen)
    row.repository = repository
    # Whether the base moved is not told here: what is stale stays so until the next look.
    if row.plan_state != PlanState.STALE or row.state != PullState.OPEN:
        recording.settle(row)
    hurry(repository, row)
    return look_after_merge(row) if merged else []


def _check(repository: Repository, check: Check) -> list[int]:
    applied = []
    for row in repository.pull_requests.open().filter(head_sha=check.commit or "-"):
        applied += _told(repository, row, list(reading.of_checks([check], repository.plan_jobs)))
    if repository.hosted_commits.filter(commit=check.commit or "-").exists():
        hurry(repository)
    return look_after_apply(applied)


def _told(repository: Repository, row: PullRequest, sources: list[recording.Source]) -> list[Any]:
    row.repository = repository
    hurry(repository, row)
    if not sources:
        return []
    applied = recording.record_sources(row, sources)
    recording.settle(row)
    return applied


def _github_pull(repository: Repository, payload: dict[str, Any]) -> list[int]:
    return _pull(repository, github.pull(payload.get("pull_request")))


def _github_check(repository: Repository, payload: dict[str, Any]) -> list[int]:
    return _check(repository, github.check_run(payload.get("check_run")))


def _github_status(repository: Repository, payload: dict[str, Any]) -> list[int]:
    return _check(repository, github.status(payload))


def _github_comment(repository: Repository, payload: dict[str, Any]) -> list[int]:
    issue = payload.get("issue")
    if not isinstance(issue, dict) or not issue.get("pull_request") or payload.get("action") == "deleted":
        return []
    found, number = github.comment(payload.get("comment")), number_of(issue.get("number"))
    row = repository.pull_requests.filter(number=number).first()
    if row is None:
        hurry(repository)
        return []
    return look_after_apply(_told(repository, row, list(reading.of_comments([found], row))))


def _look(repository: Repository, payload: dict[str, Any]) -> list[int]:
    """It tells too little to be taken as it is, or does not say who wrote it."""
    hurry(repository)
    return []


def _ping(repository: Repository, payload: dict[str, Any]) -> list[int]:
    return []


def _push(repository: Repository, payload: dict[str, Any]) -> list[int]:
    hurry(repository)
    if payload.get("ref") != f"refs/heads/{repository.default_branch}":
        return []
    paths: dict[str, None] = {}
    for commit in payload.get("commits") or ():
        for kind in ("added", "modified", "removed"):
            listed = commit.get(kind) if isinstance(commit, dict) else ()
            paths |= dict.fromkeys(path for path in listed or () if isinstance(path, str))
        if len(paths) > MOST_PATHS:
            break
    return look_after_push(repository, list(paths)[:MOST_PATHS])


def _gitlab_merge(repository: Repository, payload: dict[str, Any]) -> list[int]:
    return _pull(repository, gitlab.hook(payload.get("object_attributes")))


Take = Callable[[Repository, dict[str, Any]], list[int]]
EVENTS: dict[str, dict[str, Take]] = {
    "github": {
        "ping": _ping,
        "pull_request": _github_pull,
        "check_run": _github_check,
        "check_suite": _look,
        "status": _github_status,
        "workflow_run": _look,
        "issue_comment": _github_comment,
        "push": _push,
    },
    "gitlab": {
        "Merge Request Hook": _gitlab_merge,
        "Pipeline Hook": _look,
        "Note Hook": _look,
        "Push Hook": _push,
    },
}
