"""Which pushes a branch or tag filter lets through, without knowing the repository's branches.

The default branch is whichever of the usual names the filter speaks of. A branch people
work on is any other name. A filter on "develop" or "production" may or may not be about
the default branch, so its answer is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from maturity.core.ci._truth import Truth, all_of, any_of, both, negate
from maturity.core.pipeline import Event

DEFAULT_NAMES = ("main", "master", "trunk")
MAYBE_DEFAULT = frozenset({
    "develop", "development", "dev", "production", "prod", "prd", "live", "stable", "staging", "stage",
    "release", "infra", "infrastructure", "deploy", "default", "mainline",
})  # fmt: skip
_LONG_LIVED = MAYBE_DEFAULT.union(DEFAULT_NAMES, {"uat", "qa", "env", "environment"}) - {"release"}
_SHORT_LIVED = frozenset({"feature", "feat", "fix", "bugfix", "hotfix", "release", "renovate", "dependabot"})
_WILD = re.compile(r"[*?+\[\\]")
TOPIC_NAMES = ("feature/x", "fix-1", "topic")
TAG_NAMES = ("v1.2.3", "1.2.3", "v1.0.0-rc1")
_RELEASE = re.compile(
    r"\^?(?:refs/heads/)?(?:release|releases|rel|hotfix|v\\?[d0-9]|env|deploy|gh-pages)", re.IGNORECASE
)
_MAX_REGEX = 200
_MAX_REPEATS = 6
_RISKY = re.compile(r"[*+}]\??\)+[*+{]|\$\w|\$\{")  # nested repeats, variables

Match = Callable[[str, str], Truth]


def by_glob(pattern: str, name: str) -> Truth:
    """`*` also crosses slashes, as it does for branch names in most systems."""
    if "$" in pattern or "<<" in pattern or "{" in pattern:
        return None
    return _glob(pattern, name)


def _glob(pattern: str, name: str) -> bool:
    at = mark = back = 0
    star = -1
    for _ in range(len(pattern) * (len(name) + 1) + len(name) + 1):
        if mark == len(name):
            return not pattern[at:].strip("*")
        if at < len(pattern) and pattern[at] == "*":
            star, back = at, mark
            at += 1
        elif at < len(pattern) and pattern[at] in {"?", name[mark]}:
            at, mark = at + 1, mark + 1
        elif star >= 0:
            back += 1
            at, mark = star + 1, back
        else:
            return False
    return False


def by_regex(pattern: str, name: str) -> Truth:
    """Search; a pattern that could take long, or that another dialect wrote, is not decided."""
    compiled = _regex(pattern)
    return None if compiled is None else compiled.search(name) is not None


@lru_cache(maxsize=1024)
def _regex(pattern: str) -> re.Pattern[str] | None:
    repeats = sum(pattern.count(mark) for mark in "*+{")
    if len(pattern) > _MAX_REGEX or repeats > _MAX_REPEATS or _RISKY.search(pattern):
        return None
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return None


def names_default(pattern: str, match: Match) -> Truth:
    """Whether one pattern is about the default branch."""
    answers = [match(pattern, name) for name in DEFAULT_NAMES]
    if "(?!" in pattern:  # "all but main" also matches "master"
        return all(answers)
    if any(answers):
        return True
    if None in answers or any(match(pattern, name) for name in MAYBE_DEFAULT):
        return None
    return None if any(_is_long_lived(name) for name in _alternatives(pattern)) else False


def _is_long_lived(name: str) -> bool:
    """ "master-prod", "env/dev": a branch of an environment, which may well be the one changes go to."""
    words = [word.lower() for word in re.split(r"[-/_.]", name)]
    return words[0] not in _SHORT_LIVED and bool(_LONG_LIVED & set(words)) and _WILD.search(name) is None


def names_topic(pattern: str, match: Match) -> Truth:
    """Whether one pattern is about the branches people work on."""
    answers = [match(pattern, name) for name in TOPIC_NAMES]
    if all(answers):
        return True
    if any(answers) or None in answers:
        return None
    return None if any(_may_be_topic(part) for part in _alternatives(pattern)) else False


def _may_be_topic(pattern: str) -> bool:
    wild = any(mark in pattern for mark in "*?+[(.\\") or pattern.endswith("/")
    return wild and _RELEASE.match(pattern) is None


def _alternatives(pattern: str) -> list[str]:
    """The parts of "^(main|release-.*)$", when they are that simple."""
    found = re.fullmatch(r"\^?\((?:\?:)?([^()]*)\)\$?|\^?([^()^$]*)\$?", pattern)
    return (found[1] or found[2] or "").split("|") if found else [pattern]


def names_tag(pattern: str, match: Match) -> Truth:
    answers = [match(pattern, name) for name in TAG_NAMES]
    if any(answers):
        return True
    return None if None in answers or any(mark in pattern for mark in "*?+[(\\") else False


_ABOUT = {Event.DEFAULT: names_default, Event.BRANCH: names_topic, Event.TAG: names_tag}


def lets_through(
    event: Event, only: Sequence[str], ignore: Sequence[str] = (), match: Match = by_glob
) -> Truth:
    """Whether a push (DEFAULT, BRANCH, TAG) passes; an empty `only` lets everything in."""
    about = _ABOUT[event]
    inside: Truth = any_of(about(pattern, match) for pattern in only) if only else True
    return both(inside, negate(any_of(_shuts_out(event, pattern, match) for pattern in ignore)))


def _shuts_out(event: Event, pattern: str, match: Match) -> Truth:
    """Ignoring some topic branches leaves the others, so only a filter on all of them shuts the event out."""
    if event is Event.DEFAULT:
        answer = names_default(pattern, match)
        return None if match(pattern, DEFAULT_NAMES[0]) is None else answer is True
    return all_of(match(pattern, name) for name in (TOPIC_NAMES if event is Event.BRANCH else TAG_NAMES))
