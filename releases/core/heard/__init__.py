"""What hosts tell of deployments and tags, in one form."""

from __future__ import annotations

import re
from datetime import datetime
from fnmatch import fnmatchcase

from msgspec import Struct

NUMBERED = re.compile(r"v\d")
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
SHORT = 12


class HeardDeployment(Struct, frozen=True, kw_only=True):
    """id: the host's own number; ref: what was deployed, as the host calls it; result: see core.deployments.

    environment: in the host's words
    """

    id: str
    environment: str
    ref: str
    commit: str
    result: str
    url: str = ""
    actor: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class HeardTag(Struct, frozen=True, kw_only=True):
    """commit: "" where the host does not say."""

    tag: str
    commit: str = ""
    url: str = ""
    author: str = ""
    email: str = ""


class HeardGate(Struct, frozen=True, kw_only=True):
    """A job of a workflow run that waits. callback: where the host says an answer goes."""

    run: int
    environment: str
    deployment: str
    ref: str
    commit: str
    callback: str


def version_of(tag: str) -> str:
    """refs/tags/ai-shell/v2.14.0 is version 2.14.0: what follows the last slash, without the v."""
    name = tag.rpartition("/")[2]
    return name[1:] if NUMBERED.match(name) else name


def matches(tag: str, glob: str) -> bool:
    """Upper and lower case are two things, as for git. "" is no tag."""
    return bool(glob) and fnmatchcase(tag.removeprefix("refs/tags/"), glob)


def commit_in(text: str) -> str:
    """A whole commit, or ""."""
    return text.lower() if COMMIT.fullmatch(text.lower()) else ""
