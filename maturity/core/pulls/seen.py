"""What a host told, in one form for all hosts. All of it is foreign text, cut to size where it is made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """What one source says about a plan. `planned`: it went well, and its result is not told."""

    PENDING = "pending"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    PLANNED = "planned"
    APPLIED = "applied"
    ERRORED = "errored"


class Pull(Struct, frozen=True, kw_only=True):
    """A pull request (GitLab: merge request).

    state      "open", "merged" or "closed"
    base_sha   the commit of the base branch it was last compared with, as far as the host tells
    """

    number: int
    title: str = ""
    author: str = ""
    url: str = ""
    state: str = "open"
    draft: bool = False
    fork: bool = False
    head_ref: str = ""
    head_sha: str = ""
    base_ref: str = ""
    base_sha: str = ""
    merge_sha: str = ""
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    behind: bool | None = None


class Check(Struct, frozen=True, kw_only=True):
    """One check run, commit status or CI job.

    origin   "check" or "status"
    name     its context: "atlantis/plan: live/prod/default"
    outcome  "pending", "success", "failure" or "skipped"
    text     what it says: title and summary, or the description
    app      who made it: "github-actions", "spacelift-io", "gitlab-ci", …
    optional what it says stops nobody: it may fail, or waits for somebody to let it on
    """

    origin: str
    id: str
    name: str
    outcome: str
    commit: str = ""
    text: str = ""
    url: str = ""
    app: str = ""
    optional: bool = False
    at: datetime


class Review(Struct, frozen=True, kw_only=True):
    """What one person said of a pull request.

    outcome  "approved", "rejected", "dismissed" or "commented"
    trusted  they may write to the repository; anybody may approve where everybody may read
    commit   what they looked at, "" when the host does not tell
    """

    author: str
    outcome: str
    trusted: bool = True
    commit: str = ""
    at: datetime | None = None


class Comment(Struct, frozen=True, kw_only=True):
    """`trusted`: its author may write to the repository, or is an app that was let in.

    Anybody else may have written whatever a bot would.
    """

    id: str
    author: str
    body: str
    trusted: bool = False
    url: str = ""
    at: datetime


class Said(Struct, frozen=True, kw_only=True):
    """What one source says about the plan of one stack.

    tool       "atlantis", "hcp", …; "" for plain CI
    name       what it calls the stack: a project, a directory, a workspace
    directory  from the top of the repository; None when it does not tell
    workspace  "" when it does not tell
    add …      counts, None when it is silent
    whole      it speaks for all stacks at once
    cell       of a job of a matrix: "prod, eu-west-1"
    commit     what was planned, when it tells
    """

    state: State
    tool: str = ""
    name: str = ""
    directory: str | None = None
    workspace: str = ""
    add: int | None = None
    change: int | None = None
    destroy: int | None = None
    whole: bool = False
    cell: str = ""
    commit: str = ""

    @property
    def key(self) -> str:
        """Equal for what is about the same stack and comes from the same tool."""
        place = "" if self.directory is None else self.directory
        return f"{self.tool}|{self.name or place}|{self.workspace if not self.name else ''}"[:300]
