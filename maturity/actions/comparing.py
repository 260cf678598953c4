"""What changed since the last assessment, and which commit did it.

Levels compare only under one criteria set. When the set changed, the old commit is judged
again by the new one, so that the two reasons for another level are told apart.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Commit, Mirror
from maturity.core.assess import Assessment as Judgement
from maturity.core.criterion import Gate
from maturity.core.scoring import REACHED
from maturity.models import Repository

STEPS = 12

JudgeCommit = Callable[[str], Judgement]


class Comparison(Struct, frozen=True):
    """
    shown         the level shown until now
    before        the level of that commit by today's criteria set; None when nobody can tell
    criteria_set  the set it was shown under, "" when it is today's
    lost_by       the commit since which the level is lower; None when it is not, or not to be found
    lost          required criteria that held before and do not hold now
    since         the commit compared with
    """

    shown: int | None = None
    before: int | None = None
    criteria_set: str = ""
    lost_by: Commit | None = None
    lost: tuple[str, ...] = ()
    since: str = ""


def compare(repository: Repository, new: Judgement, mirror: Mirror, judge: JudgeCommit) -> Comparison:
    current = repository.current
    if current is None:
        return Comparison()
    since = current.snapshot.commit
    changed_set = current.criteria_set if current.criteria_set != new.criteria_set else ""
    old = (
        _judged_again(since, judge) if changed_set or (current.level or 0) > (new.score.level or 0) else None
    )
    before = old.score.level if old else (None if changed_set else current.level)
    return Comparison(
        current.level,
        before,
        changed_set,
        _loser(since, before, new, mirror, judge),
        _lost(old, new),
        since,
    )


def _judged_again(commit: str, judge: JudgeCommit) -> Judgement | None:
    try:
        return judge(commit)
    except AdapterError:
        return None  # history was rewritten: there is nothing left to compare with


def _lost(old: Judgement | None, new: Judgement) -> tuple[str, ...]:
    if old is None:
        return ()
    held = {one.criterion for one in old.judged if one.outcome in REACHED}
    return tuple(
        one.criterion
        for one in new.judged
        if one.gate is Gate.REQUIRED and one.level and one.outcome not in REACHED and one.criterion in held
    )


def _loser(
    since: str, before: int | None, new: Judgement, mirror: Mirror, judge: JudgeCommit
) -> Commit | None:
    """The first commit of the lower level, by halving the history between the two."""
    level = new.score.level
    if before is None or level is None or level >= before or since == new.commit:
        return None
    try:
        commits = mirror.between(since, new.commit)
        low, high = 0, len(commits) - 1
        for _ in range(STEPS):
            if low >= high:
                break
            middle = (low + high) // 2
            found = judge(commits[middle]).score.level
            low, high = (low, middle) if found is not None and found < before else (middle + 1, high)
        return mirror.commit(commits[high]) if commits and low >= high else None
    except AdapterError:
        return None


def told(commit: Commit | None) -> dict[str, str]:
    """A commit as an Event keeps it."""
    if commit is None:
        return {}
    by = {"author": commit.author, "subject": commit.subject}
    return {"commit": commit.sha, **by, "committed_at": commit.at.isoformat()}
