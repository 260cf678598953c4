"""The newest plan of each stack that a release touches."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Destroy(Struct, frozen=True, kw_only=True):
    """One resource that a plan takes away. action: "delete", "replace" or "forget"."""

    address: str
    type: str = ""
    action: str = "delete"
    holds_data: bool = False
    guards: tuple[str, ...] = ()


class Planned(Struct, frozen=True, kw_only=True):
    """A plan that came to its end. url: its page, or its stack's when nothing changes.

    destroys  deleted, replaced and forgotten resources, as many as are looked at
    counted   how many there are; None: the plan counts some, and its changes are not kept any more
    """

    at: datetime
    commit: str
    url: str
    complete: bool = True
    destroys: tuple[Destroy, ...] = ()
    counted: int | None = 0


class Failed(Struct, frozen=True, kw_only=True):
    """A plan that failed."""

    at: datetime
    url: str
    error: str = ""


class StackPlan(Struct, frozen=True, kw_only=True):
    """own: its files are in the repository of the release, so its plan has to be of the same commit.

    newest  the newest that came to its end; failed: the newest that did not, when it is newer still
    """

    stack: str
    url: str
    own: bool = True
    newest: Planned | None = None
    failed: Failed | None = None


class Plans(Struct, frozen=True, kw_only=True):
    """commit: of the release, "" when it names none. settings: the page where its stacks are named."""

    commit: str
    environment: str
    settings: str
    stacks: tuple[StackPlan, ...] = ()
