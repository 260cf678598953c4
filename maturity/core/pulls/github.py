"""GitHub's objects, as its API and its webhooks give them, in our form."""

from __future__ import annotations

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

__all__ = ["Unexpected", "check_run", "comment", "pull", "review", "status"]

MAY_WRITE = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_CONCLUSIONS = {"success": "success", "neutral": "success", "skipped": "skipped", "stale": "skipped"}
_STATES = {"pending": "pending", "success": "success"}
_REVIEWS = {"APPROVED": "approved", "CHANGES_REQUESTED": "rejected", "DISMISSED": "dismissed"}


class _User(Struct, frozen=True):
    login: str = ""
    type: str = ""


class _Repo(Struct, frozen=True):
    id: int = 0


class _End(Struct, frozen=True):
    ref: str = ""
    sha: str = ""
    repo: _Repo | None = None


class _Pull(Struct):
    number: Number
    created_at: str
    updated_at: str
    title: str | None = ""
    html_url: str | None = ""
    state: str = "open"
    draft: bool | None = False
    merged_at: str | None = None
    closed_at: str | None = None
    merge_commit_sha: str | None = None
    user: _User | None = None
    head: _End = _End()
    base: _End = _End()


class _Output(Struct, frozen=True):
    title: str | None = None
    summary: str | None = None
    text: str | None = None


class _App(Struct, frozen=True):
    slug: str | None = ""


class _CheckRun(Struct):
    id: int
    name: str
    status: str = ""
    conclusion: str | None = None
    head_sha: str = ""
    html_url: str | None = ""
    details_url: str | None = ""
    started_at: str | None = None
    completed_at: str | None = None
    output: _Output | None = None
    app: _App | None = None


class _Status(Struct):
    id: int
    context: str
    state: str
    description: str | None = ""
    target_url: str | None = ""
    updated_at: str | None = None
    sha: str = ""


class _Review(Struct):
    state: str = ""
    user: _User | None = None
    commit_id: str | None = ""
    submitted_at: str | None = None
    author_association: str = ""


class _Comment(Struct):
    id: int
    body: str | None = ""
    html_url: str | None = ""
    updated_at: str | None = None
    author_association: str = ""
    user: _User | None = None


def pull(data: Any) -> Pull:
    one = convert(data, _Pull)
    merged = one.merged_at is not None
    fork = one.head.repo is None or one.base.repo is None or one.head.repo.id != one.base.repo.id
    return Pull(
        number=one.number,
        title=cut(one.title, TITLE),
        author=cut(one.user.login if one.user else "", NAME),
        url=link(one.html_url),
        state="merged" if merged else "closed" if one.state == "closed" else "open",
        draft=bool(one.draft),
        fork=fork,
        head_ref=cut(one.head.ref, REF),
        head_sha=cut(one.head.sha, SHA),
        base_ref=cut(one.base.ref, REF),
        base_sha=cut(one.base.sha, SHA),
        merge_sha=cut(one.merge_commit_sha, SHA) if merged else "",
        opened_at=moment(one.created_at) or EPOCH,
        updated_at=moment(one.updated_at) or EPOCH,
        closed_at=moment(one.merged_at or one.closed_at),
    )


def check_run(data: Any) -> Check:
    one = convert(data, _CheckRun)
    done = one.status == "completed"
    output = one.output or _Output()
    texts = (output.title, output.summary, output.text)
    return Check(
        origin="check",
        id=str(one.id),
        name=cut(one.name, TITLE),
        outcome=_CONCLUSIONS.get(one.conclusion or "", "failure") if done else "pending",
        commit=cut(one.head_sha, SHA),
        text=cut("\n".join(text for text in texts if text), MOST),
        url=link(one.html_url or one.details_url),
        app=cut(one.app.slug if one.app else "", NAME),
        optional=one.status == "waiting",  # a deployment, for who protects its environment: it may be us
        at=moment(one.completed_at) or moment(one.started_at) or EPOCH,
    )


def status(data: Any, commit: str = "") -> Check:
    one = convert(data, _Status)
    return Check(
        origin="status",
        id=str(one.id),
        name=cut(one.context, TITLE),
        outcome=_STATES.get(one.state, "failure"),
        commit=cut(one.sha or commit, SHA),
        text=cut(one.description, TITLE),
        url=link(one.target_url),
        at=moment(one.updated_at) or EPOCH,
    )


def review(data: Any) -> Review:
    """Who wrote it is "" when the account is gone. Apps are no people, whatever they approve."""
    one = convert(data, _Review)
    user = one.user or _User()
    return Review(
        author=cut(user.login, NAME),
        outcome=_REVIEWS.get(one.state, "commented"),
        trusted=user.type != "Bot" and one.author_association in MAY_WRITE,
        commit=cut(one.commit_id, SHA),
        at=moment(one.submitted_at),
    )


def comment(data: Any) -> Comment:
    """Apps were let in by an owner of the repository; of people, those count who have standing in it."""
    one = convert(data, _Comment)
    user = one.user or _User()
    return Comment(
        id=str(one.id),
        author=cut(user.login, NAME),
        body=cut(one.body, MOST),
        trusted=user.type == "Bot" or one.author_association in MAY_WRITE,
        url=link(one.html_url),
        at=moment(one.updated_at) or EPOCH,
    )
