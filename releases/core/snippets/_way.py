"""What a pipeline deploys, and what a snippet is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Way(Struct, frozen=True, kw_only=True):
    """url: the address of Rungs, without a slash at its end. application: as the API calls it."""

    url: str = "https://rungs.example.com"
    application: str = "ai-shell"


class Written(Struct, frozen=True, kw_only=True):
    """`stage` comes behind what deploys to Stage, `before` right before what deploys to Prod, `after` right
    behind it. `path` is the file.
    """

    path: str
    stage: str
    before: str
    after: str


class Snippet(Struct, frozen=True, kw_only=True):
    """One CI system. `label` as people call it."""

    name: str
    label: str
    write: Callable[[Way], Written]
