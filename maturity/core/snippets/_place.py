"""The stack a snippet is for, and what a snippet is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Place(Struct, frozen=True, kw_only=True):
    """One stack and where its plans go.

    url        the address of Rungs, without a slash at its end
    query      what tells the stack, as the query of an address: "stack=live/prod"
    variables  variable files, relative to the directory
    cloud      whose credentials a plan needs: "aws", "azure", "google", ""
    """

    url: str = "https://rungs.example.com"
    query: str = "stack=live/prod"
    directory: str = "live/prod"
    tool: str = "terraform"
    workspace: str = ""
    variables: tuple[str, ...] = ()
    default_branch: str = "main"
    cloud: str = ""


class Written(Struct, frozen=True, kw_only=True):
    """`text` plans every morning and on pull requests; `after` tells of an apply. `path` is the file."""

    path: str
    text: str
    after: str


class Snippet(Struct, frozen=True, kw_only=True):
    """One CI system. `name` as `core.ci` calls it, `label` as people do; `files`: how their paths begin."""

    name: str
    label: str
    files: str
    write: Callable[[Place], Written]
