"""GitLab's objects, as its API gives them, in our form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct

from maturity.core.pulls.foreign import (
    EPOCH,
    NAME,
    REF,
    SHA,
    TITLE,
    Number,
    Unexpected,
    convert,
    cut,
    link,
    moment,
)
from maturity.core.pulls.seen import Check, Comment, Pull, Review
from maturity.core.pulls.words import MOST

__all__ = ["Unexpected", "approvals", "commit_of_plans", "hook", "note", "pull", "status"]

_STATES = {"opened": "open", "locked": "open", "merged": "merged", "closed": "closed"}
_OUTCOMES = {"success": "success", "skipped": "skipped", "manual": "skipped", "failed": "failure"}
_PENDING = frozenset({"created", "waiting_for_resource", "preparing", "pending", "running", "scheduled"})


class _User(Struct, frozen=True):
    username: str = ""


class _Refs(Struct, frozen=True):
    base_sha: str | None = ""


class _Pipeline(Struct, frozen=True):
    sha: str | None = ""


class _Merge(Struct):
    iid: Number
    created_at: str
    updated_at: str
    title: str | None = ""
    web_url: str | None = ""
    state: str = "opened"
    draft: bool | None = False
    source_branch: str | None = ""
    target_branch: str | None = ""
    source_project_id: int | None = None
    target_project_id: int | None = None
    sha: str | None = ""
    merge_commit_sha: str | None = None
    squash_commit_sha: str | None = None
    merged_at: str | None = None
    closed_at: str | None = None
    author: _User | None = None
    diff_refs: _Refs | None = None
    head_pipeline: _Pipeline | None = None
    diverged_commits_count: int | None = None


class _Commit(Struct, frozen=True):
    id: str = ""


class _Hook(Struct):
    iid: Number
    created_at: str
    updated_at: str
    title: str | None = ""
    url: str | None = ""
    state: str = "opened"
    draft: bool | None = False
    source_branch: str | None = ""
    target_branch: str | None = ""
    source_project_id: int | None = None
    target_project_id: int | None = None
    merge_commit_sha: str | None = None
    last_commit: _Commit | None = None


class _Status(Struct):
    id: int
    name: str
    status: str
    sha: str | None = ""
    description: str | None = ""
    target_url: str | None = ""
    created_at: str | None = None
    finished_at: str | None = None
    allow_failure: bool | None = False


class _Approver(Struct):
    user: _User | None = None
    approved_at: str | None = None


class _Approvals(Struct):
    approved_by: list[_Approver] = []


class _Note(Struct):
    id: int
    body: str | None = ""
    system: bool | None = False
    updated_at: str | None = None
    author: _User | None = None


def pull(data: Any) -> Pull:
    one = convert(data, _Merge)
    state = _STATES.get(one.state, "open")
    diverged = one.diverged_commits_count
    return Pull(
        number=one.iid,
        title=cut(one.title, TITLE),
        author=cut(one.author.username if one.author else "", NAME),
        url=link(one.web_url),
        state=state,
        draft=bool(one.draft),
        fork=one.source_project_id != one.target_project_id,
        head_ref=cut(one.source_branch, REF),
        head_sha=cut(one.sha, SHA),
        base_ref=cut(one.target_branch, REF),
        base_sha=cut(one.diff_refs.base_sha if one.diff_refs else "", SHA),
        merge_sha=cut(one.merge_commit_sha or one.squash_commit_sha, SHA) if state == "merged" else "",
        opened_at=moment(one.created_at) or EPOCH,
        updated_at=moment(one.updated_at) or EPOCH,
        closed_at=moment(one.merged_at or one.closed_at),
        behind=None if diverged is None else diverged > 0,
    )


def hook(data: Any) -> Pull:
    """The `object_attributes` of a webhook. Who opened it is not among them."""
    one = convert(data, _Hook)
    state = _STATES.get(one.state, "open")
    updated_at = moment(one.updated_at) or EPOCH
    return Pull(
        number=one.iid,
        title=cut(one.title, TITLE),
        url=link(one.url),
        state=state,
        draft=bool(one.draft),
        fork=one.source_project_id != one.target_project_id,
        head_ref=cut(one.source_branch, REF),
        head_sha=cut(one.last_commit.id if one.last_commit else "", SHA),
        base_ref=cut(one.target_branch, REF),
        merge_sha=cut(one.merge_commit_sha, SHA) if state == "merged" else "",
        opened_at=moment(one.created_at) or EPOCH,
        updated_at=updated_at,
        closed_at=None if state == "open" else updated_at,
    )


def commit_of_plans(data: Any) -> str:
    """What its pipeline ran on: with merged results, a commit that is on no branch."""
    one = convert(data, _Merge)
    return cut((one.head_pipeline.sha if one.head_pipeline else "") or one.sha, SHA)


def status(data: Any, commit: str) -> Check:
    """A CI job, or a status that a tool set. `commit`: the head it speaks for."""
    one = convert(data, _Status)
    outcome = "pending" if one.status in _PENDING else _OUTCOMES.get(one.status, "failure")
    return Check(
        origin="status",
        id=str(one.id),
        name=cut(one.name, TITLE),
        outcome=outcome,
        commit=commit,
        text=cut(one.description, TITLE),
        url=link(one.target_url),
        app="gitlab",
        optional=bool(one.allow_failure),
        at=moment(one.finished_at) or moment(one.created_at) or EPOCH,
    )


def approvals(data: Any) -> list[Review]:
    """Those that hold; one that was taken back is gone. GitLab lets nobody approve who may not write."""
    return [
        Review(
            author=cut(one.user.username if one.user else "", NAME),
            outcome="approved",
            at=moment(one.approved_at),
        )
        for one in convert(data, _Approvals).approved_by
    ]


def note(data: Any, members: Collection[str], url: str = "") -> Comment | None:
    """None for what GitLab itself writes. members: the names of those who may write to the project."""
    one = convert(data, _Note)
    if one.system:
        return None
    author = cut(one.author.username if one.author else "", NAME)
    return Comment(
        id=str(one.id),
        author=author,
        body=cut(one.body, MOST),
        trusted=author in members,
        url=f"{url}#note_{one.id}" if url else "",
        at=moment(one.updated_at) or EPOCH,
    )
