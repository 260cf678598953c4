"""Who wrote a state, and whether that was CI: told by the lock held meanwhile, or by the role."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from msgspec import Struct

COUNTED = timedelta(days=90)
SLACK = timedelta(seconds=5)  # clocks of stores tick in seconds

# "user@machine" of runners, as locks name them.
_RUNNERS = re.compile(
    r"(?i)(?:runner|gitlab-runner|github-runner|actions-runner|atlantis|jenkins|circleci|buildkite-agent|vsts"
    r"|azdevops|spacelift|terrateam|travis|semaphore|drone|teamcity|bitbucket)@.*"
    r"|[^@]*@(?:runner-.*|fv-az.*|runnervm.*|gke-runner.*)"
)
# Names of sessions that CI systems give by themselves.
_SESSIONS = re.compile(
    r"(?i)GitHubActions.*|github[-_].*|gitlab[-_]?(?:runner)?[-_].*|AWSCodeBuild-.*|atlantis.*|CircleCI.*"
    r"|bitbucket.*|buildkite.*|terrateam.*|spacelift.*|azure-?(?:devops|pipelines).*"
)
# A container or a machine in the cloud: CI or a person, its name does not tell.
_ANONYMOUS = re.compile(r"[^@]*@(?:[0-9a-f]{12}|ip-[\d-]{7,15}(?:\..*)?|localhost)")
_ASSUMED = re.compile(r"arn:aws[\w-]*:sts::\d*:assumed-role/([^/]+)/(.+)")
_ROLE = re.compile(r"arn:aws[\w-]*:iam::\d*:role/(?:.*/)?([^/]+)")


class Span(Struct, frozen=True):
    """Somebody held the lock of a state. `until` is None while they do."""

    who: str
    since: datetime
    until: datetime | None = None
    operation: str = ""


def writer(at: datetime, spans: Iterable[Span]) -> str:
    """Who held the lock when the state was written; "" when that cannot be told."""
    found = {
        span.who
        for span in spans
        if span.who
        and span.operation != "plan"
        and span.since - SLACK <= at
        and (span.until is None or at <= span.until + SLACK)
    }
    return found.pop() if len(found) == 1 else ""


def is_ci(who: str, globs: Sequence[str] = ()) -> bool | None:
    """Whether CI writes under this name. None when the name is empty, or does not tell.

    who    "user@machine" of a lock, or the ARN of a role or its session
    globs  what else is CI here: names of roles, or of users and machines
    """
    if not who:
        return None
    role, session = _parts(who)
    if any(fnmatchcase(name, glob) for glob in globs for name in {who, role} if name):
        return True
    if (session and _SESSIONS.fullmatch(session)) or _RUNNERS.fullmatch(who):
        return True
    return None if _ANONYMOUS.fullmatch(who) else False


def _parts(who: str) -> tuple[str, str]:
    if found := _ASSUMED.fullmatch(who):
        return found[1], found[2]
    role = _ROLE.fullmatch(who)
    return (role[1], "") if role else ("", "")


def applied_by_ci(by_ci: Collection[bool | None]) -> int | None:
    """The share of state changes made by CI, 0 to 100, of those whose writer is known; None when none is."""
    known = [one for one in by_ci if one is not None]
    return round(100 * sum(known) / len(known)) if known else None
