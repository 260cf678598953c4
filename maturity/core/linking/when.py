"""The tests a script makes around a command: is it reached with these variables, on this event?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from maturity.core.linking.variables import Variables, replaced
from maturity.core.pipeline import Event

MAX_TEST = 500
_COMPARED = re.compile(
    r"^(!\s+)?\[{1,2}\s+[\"']?([^\"'\]&|]{0,200}?)[\"']?\s+(==|=|!=|-eq|-ne)\s+[\"']?([^\"'\]&|]{0,200}?)[\"']?\s+\]{1,2}$"
)
_EMPTY = re.compile(r"^(!\s+)?\[{1,2}\s+(-z|-n)\s+[\"']?([^\"'\]&|]{0,200}?)[\"']?\s+\]{1,2}$")
_CASE = re.compile(r"^(!\s+)?case\s+(\$\{\{.{0,150}?\}\}|\S{1,200})\s+(?:in\s+)?(.{1,250})$", re.DOTALL)
_OPEN = re.compile(r"[$`]|\{\{")
_MODE = re.compile(r"^\$(?:\{\w+(?::?-[^}]*)?\}|\w+|\{\{[^}]*\}\})$")
_BRANCH = re.compile(
    r"GITHUB_REF_NAME|CI_COMMIT_(?:BRANCH|REF_NAME)|CIRCLE_BRANCH|BITBUCKET_BRANCH|BUILDKITE_BRANCH|TRAVIS_BRANCH"
    r"|DRONE_BRANCH|BRANCH_NAME|BUILD_SOURCEBRANCHNAME|Build\.SourceBranchName|github\.ref_name"
)
_REF = re.compile(r"GITHUB_REF\b|github\.ref\b|BUILD_SOURCEBRANCH\b|Build\.SourceBranch\b")
_EVENT = re.compile(
    r"GITHUB_EVENT_NAME|github\.event_name|CI_PIPELINE_SOURCE|TRAVIS_EVENT_TYPE|DRONE_BUILD_EVENT"
)
_CHANGE = re.compile(
    r"CI_MERGE_REQUEST_IID|CIRCLE_PULL_REQUEST|BITBUCKET_PR_ID|BUILDKITE_PULL_REQUEST|CHANGE_ID"
    r"|TRAVIS_PULL_REQUEST|DRONE_PULL_REQUEST|GITHUB_HEAD_REF|github\.head_ref"
)
_DEFAULT = re.compile(r"^(?:refs/heads/)?(?:main|master|trunk)$|CI_DEFAULT_BRANCH|default_branch")
_ELSEWHERE = frozenset({Event.PULL_REQUEST, Event.TAG})
_NAMES = {
    Event.PULL_REQUEST: {"pull_request", "pull_request_target", "merge_request_event", "merge_group"},
    Event.DEFAULT: {"push"},
    Event.BRANCH: {"push"},
    Event.TAG: {"push", "release", "tag"},
    Event.SCHEDULE: {"schedule", "cron"},
    Event.MANUAL: {"workflow_dispatch", "web", "api", "custom"},
    Event.COMMENT: {"issue_comment"},
    Event.CALLED: {"workflow_call", "workflow_run", "repository_dispatch"},
}


def answer(tests: Iterable[str], values: Variables, event: Event) -> bool | None:
    """False: not reached. None: a switch we cannot decide. True: reached, as far as we can tell."""
    known: bool | None = True
    for test in tests:
        one = _one(test[:MAX_TEST], values, event)
        if one is False:
            return False
        known = None if one is None else known
    return known


def _one(test: str, values: Variables, event: Event) -> bool | None:
    for pattern, read in ((_COMPARED, _compared), (_EMPTY, _empty), (_CASE, _case)):
        if found := pattern.match(test):
            held = read(found, values, event)
            return held if held is None or not found[1] else not held
    return True


def _compared(found: re.Match[str], values: Variables, event: Event) -> bool | None:
    left, operator, right = replaced(found[2], values), found[3], replaced(found[4], values)
    equal = _speaks_of(left, right, event)
    if equal is None and not _OPEN.search(left + right):
        equal = left == right if operator not in {"==", "=", "!="} else fnmatchcase(left, right)
    if equal is None:
        return (
            None
            if _MODE.match(found[2]) and not _OPEN.search(right) and right and not right.isdigit()
            else True
        )
    return not equal if operator in {"!=", "-ne"} else equal


def _empty(found: re.Match[str], values: Variables, event: Event) -> bool | None:
    text = replaced(found[3], values)
    if _CHANGE.search(text):
        given = event is Event.PULL_REQUEST
    elif not _OPEN.search(text):
        given = bool(text)
    else:
        return True
    return given if found[2] == "-n" else not given


def _case(found: re.Match[str], values: Variables, event: Event) -> bool | None:
    subject = replaced(found[2].strip("\"'"), values)
    patterns = [part.strip().strip("\"'()") for part in found[3].split("|")]
    said = [_speaks_of(subject, pattern, event) for pattern in patterns]
    if any(one is not None for one in said):
        return any(said)
    if _OPEN.search(subject):
        return True if patterns == ["*"] else None
    return any(fnmatchcase(subject, pattern) for pattern in patterns)


def _speaks_of(left: str, right: str, event: Event) -> bool | None:
    """Whether a comparison with a branch, ref or event name holds; None when it is about something else."""
    if _EVENT.search(left):
        return None if _OPEN.search(right) else right in _NAMES.get(event, ())
    if _BRANCH.search(left) or _REF.search(left):
        if not _DEFAULT.search(right):
            return None
        return True if event in {Event.DEFAULT, Event.SCHEDULE} else False if event in _ELSEWHERE else None
    if _CHANGE.search(left) and right in {"", "false"}:
        return event is not Event.PULL_REQUEST
    return None
