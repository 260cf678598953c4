"""The commit of a release, as the host of its repository tells of it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Check(Struct, frozen=True):
    """outcome: "pending", "success", "failure" or "skipped". optional: what it says stops nobody."""

    name: str
    outcome: str
    url: str = ""
    optional: bool = False


class Review(Struct, frozen=True):
    """outcome: "approved", "rejected", "dismissed" or "commented". trusted: who may write, and no machine."""

    author: str
    outcome: str
    trusted: bool = True
    commit: str = ""


class Pull(Struct, frozen=True, kw_only=True):
    """state: "open", "merged" or "closed".

    merge    the commit it became; "" when its head became part of the branch
    reviews  the oldest first; None when nobody asked for them
    """

    number: int
    author: str
    state: str
    base: str
    url: str = ""
    head: str = ""
    merge: str = ""
    reviews: tuple[Review, ...] | None = None


class CommitOnHost(Struct, frozen=True, kw_only=True):
    """branch: the default one. asks: its host has an API that Rungs knows.

    on_branch  it is part of that branch, as our copy of the repository says; None when that is not known
    looked_at  when the host answered last; None: never. error: why it did not
    whole      all of its checks are here
    """

    commit: str
    branch: str
    asks: bool
    on_branch: bool | None = None
    looked_at: datetime | None = None
    error: str = ""
    whole: bool = True
    checks: tuple[Check, ...] = ()
    pulls: tuple[Pull, ...] = ()
