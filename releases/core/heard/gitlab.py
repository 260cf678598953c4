"""GitLab's payloads of deployments, tags and releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from maturity.core.pulls.foreign import NAME, REF, convert, cut, link, moment
from releases.core.deployments import FAILED, RUNNING, SUCCEEDED
from releases.core.heard import HeardDeployment, HeardTag, commit_in

STATES = {
    "created": RUNNING, "running": RUNNING, "blocked": RUNNING, "success": SUCCEEDED, "failed": FAILED,
    "canceled": FAILED,
}  # fmt: skip


class _User(Struct, frozen=True):
    username: str = ""


class _Deployment(Struct, frozen=True):
    deployment_id: int
    status: str = ""
    environment: str = ""
    ref: str | None = None
    commit_url: str | None = None
    deployable_url: str | None = None
    status_changed_at: str | None = None
    user: _User | None = None


class _Push(Struct, frozen=True):
    ref: str
    after: str = ""
    checkout_sha: str | None = None
    user_username: str | None = None
    user_email: str | None = None


class _Author(Struct, frozen=True):
    name: str | None = None
    email: str | None = None


class _Commit(Struct, frozen=True):
    id: str = ""
    author: _Author | None = None


class _Release(Struct, frozen=True):
    tag: str
    action: str = ""
    url: str | None = None
    commit: _Commit | None = None


def deployment(payload: Mapping[str, Any]) -> HeardDeployment | None:
    """None for what says nothing of where a version is, such as one that was skipped."""
    one = convert(payload, _Deployment)
    result = STATES.get(one.status)
    if result is None:
        return None
    at = moment(one.status_changed_at)
    return HeardDeployment(
        id=str(one.deployment_id), environment=cut(one.environment, NAME), ref=cut(one.ref, REF),
        commit=commit_in((one.commit_url or "").rpartition("/")[2]), result=result,
        url=link(one.deployable_url), actor=cut(one.user.username if one.user else "", NAME),
        started_at=at if result == RUNNING else None, finished_at=at if result != RUNNING else None,
    )  # fmt: skip


def pushed(payload: Mapping[str, Any]) -> HeardTag | None:
    """Of `Tag Push Hook`; None for one that was deleted."""
    push = convert(payload, _Push)
    if push.after.strip("0") == "":
        return None
    return HeardTag(
        tag=cut(push.ref.removeprefix("refs/tags/"), REF), commit=commit_in(push.checkout_sha or push.after),
        author=cut(push.user_username, NAME), email=cut(push.user_email, 254),
    )  # fmt: skip


def released(payload: Mapping[str, Any]) -> HeardTag | None:
    found = convert(payload, _Release)
    if found.action != "create":
        return None
    who = (found.commit.author if found.commit else None) or _Author()
    return HeardTag(
        tag=cut(found.tag, REF), commit=commit_in(found.commit.id if found.commit else ""),
        url=link(found.url), author=cut(who.name, NAME), email=cut(who.email, 254),
    )  # fmt: skip


def repository(payload: Mapping[str, Any]) -> str:
    """The page of the project that a payload tells of."""
    told = payload.get("project")
    page = told.get("web_url") if isinstance(told, dict) else None
    return page if isinstance(page, str) else ""
