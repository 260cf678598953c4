"""What came to the branch between what Prod runs and the release, as the host tells of it."""

from __future__ import annotations

from msgspec import Struct

from releases.core.facts.commit import Pull


class CommitInRange(Struct, frozen=True):
    """asked: its host has told of it. error: why it did not."""

    commit: str
    asked: bool = False
    pulls: tuple[Pull, ...] = ()
    error: str = ""


class CommitRange(Struct, frozen=True, kw_only=True):
    """base: "" when it is not known what Prod runs.

    read     our copy of the repository has both commits
    more     there are more commits than are looked at
    commits  those between them that belong to the application, by first parents, the newest first
    """

    base: str
    branch: str
    read: bool
    more: bool = False
    commits: tuple[CommitInRange, ...] = ()
