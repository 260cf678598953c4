"""GitHub's payloads of deployments, tags and jobs that wait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from maturity.core.pulls.foreign import NAME, REF, Unexpected, convert, cut, link, moment
from releases.core.deployments import FAILED, RUNNING, SUCCEEDED
from releases.core.heard import HeardDeployment, HeardGate, HeardTag, commit_in

# "inactive" only says that another deployment took its place.
STATES = {
    "pending": RUNNING, "queued": RUNNING, "in_progress": RUNNING, "success": SUCCEEDED, "failure": FAILED,
    "error": FAILED,
}  # fmt: skip
CALLBACK = re.compile(r"/actions/runs/([1-9][0-9]{0,17})/deployment_protection_rule")


class _Account(Struct, frozen=True):
    login: str = ""


class _Deployment(Struct, frozen=True):
    id: int
    sha: str = ""
    ref: str = ""
    environment: str = ""
    created_at: str | None = None
    creator: _Account | None = None


class _Status(Struct, frozen=True):
    state: str = ""
    environment: str | None = None
    created_at: str | None = None
    target_url: str | None = None
    log_url: str | None = None


class _Release(Struct, frozen=True):
    tag_name: str = ""
    target_commitish: str = ""
    draft: bool = False
    html_url: str | None = None
    author: _Account | None = None


class _Rule(Struct, frozen=True):
    environment: str = ""
    deployment_callback_url: str = ""
    sha: str | None = None
    ref: str | None = None
    deployment: _Deployment | None = None


class _Named(Struct, frozen=True):
    full_name: str = ""
    fork: bool = False


def deployment(payload: Mapping[str, Any]) -> HeardDeployment | None:
    """Of `deployment` and `deployment_status`; None for what says nothing of where a version is."""
    one = convert(payload.get("deployment"), _Deployment)
    status = payload.get("deployment_status")
    seen = convert(status, _Status) if status is not None else _Status(state="pending")
    result = STATES.get(seen.state)
    if result is None or _of_fork(payload):
        return None
    return HeardDeployment(
        id=str(one.id), environment=cut(seen.environment or one.environment, NAME),
        ref=cut(one.ref, REF), commit=commit_in(one.sha), result=result,
        url=link(seen.log_url or seen.target_url), actor=cut(one.creator.login if one.creator else "", NAME),
        started_at=moment(one.created_at),
        finished_at=moment(seen.created_at) if result != RUNNING else None,
    )  # fmt: skip


def _of_fork(payload: Mapping[str, Any]) -> bool:
    """A run of a fork's branch deploys nothing of ours, whatever it calls itself."""
    run = payload.get("workflow_run")
    head = run.get("head_repository") if isinstance(run, dict) else None
    if not isinstance(head, dict):
        return False
    ours = convert(payload.get("repository") or {}, _Named).full_name
    return convert(head, _Named).full_name.lower() != ours.lower()


def created(payload: Mapping[str, Any]) -> HeardTag | None:
    """Of `create`: it does not say of which commit. None for branches."""
    if payload.get("ref_type") != "tag":
        return None
    sender = convert(payload.get("sender") or {}, _Account)
    return HeardTag(tag=cut(convert(payload.get("ref"), str), REF), author=cut(sender.login, NAME))


def released(payload: Mapping[str, Any]) -> HeardTag | None:
    """Of `release`: once it is there for everybody."""
    found = convert(payload.get("release"), _Release)
    if payload.get("action") not in ("published", "released") or found.draft or not found.tag_name:
        return None
    return HeardTag(
        tag=cut(found.tag_name, REF), commit=commit_in(found.target_commitish), url=link(found.html_url),
        author=cut(found.author.login if found.author else "", NAME),
    )  # fmt: skip


def gate(payload: Mapping[str, Any]) -> HeardGate | None:
    """Of `deployment_protection_rule`. The run is the one that the answer's address names."""
    if payload.get("action") != "requested":
        return None
    rule = convert(payload, _Rule)
    found = CALLBACK.search(rule.deployment_callback_url)
    if found is None or not rule.environment:
        raise Unexpected("deployment_protection_rule: no run")
    one = rule.deployment
    return HeardGate(
        run=int(found[1]), environment=cut(rule.environment, NAME), deployment=str(one.id) if one else "",
        ref=cut(rule.ref or (one.ref if one else ""), REF),
        commit=commit_in(rule.sha or (one.sha if one else "")),
        callback=cut(rule.deployment_callback_url, 500),
    )  # fmt: skip


def is_own(callback: str, page: str, run: int) -> bool:
    """Whether an answer goes to the repository's own host, and to this run there. page: the repository's."""
    root, _, path = page.removesuffix(".git").partition("://")[2].partition("/")
    scheme = page.partition("://")[0]
    api = "https://api.github.com" if root.lower() == "github.com" else f"{scheme}://{root}/api/v3"
    wanted = f"{api}/repos/{path}/actions/runs/{run}/deployment_protection_rule"
    return path != "" and callback.lower() == wanted.lower()


def repository(payload: Mapping[str, Any]) -> str:
    """The page of the repository that a payload tells of."""
    told = payload.get("repository")
    page = told.get("html_url") if isinstance(told, dict) else None
    return page if isinstance(page, str) else ""
