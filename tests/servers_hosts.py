"""Small hosts for the tests: the few parts of GitHub's and GitLab's API that Rungs asks, with a memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from tests import servers_commits as commits
from tests import servers_owners as owners
from tests.servers import running
from tests.servers_owners import WHEN, Answer, Route, owned, paged

__all__ = [
    "BOT", "TOKEN", "WHEN", "FakeHost", "check_run", "github_pull", "gitlab_merge", "owned", "paged", "said",
    "serve", "status",
]  # fmt: skip

TOKEN = "secret-of-the-bot"
BOT = "rungs-bot"


@dataclass
class FakeHost:
    """What it knows, and what it was asked. `failing`: (status, headers, times) for the next requests."""

    url: str = ""
    pulls: list[dict[str, Any]] = field(default_factory=list)
    closed: list[dict[str, Any]] = field(default_factory=list)
    checks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    statuses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    gates: list[tuple[int, str, str, str]] = field(default_factory=list)
    members: list[dict[str, Any]] = field(default_factory=list)
    branches: dict[str, tuple[str, str]] = field(default_factory=lambda: {"main": ("b" * 40, WHEN)})
    commits: dict[str, str] = field(default_factory=dict)
    of_commit: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # pull requests
    reviews: dict[int, list[tuple[str, str]]] = field(default_factory=dict)  # (who, GitHub's state)
    behind: int = 0
    repositories: list[dict[str, Any]] = field(default_factory=list)
    owner: str = "Organization"  # or "User"
    public: bool = False  # strangers are answered
    failing: tuple[int, dict[str, str], int] | None = None
    raw: bytes | None = None
    read_only: bool = False
    forbidden: str = ""  # no rights for such paths
    asked: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)  # by which name
    ids: Iterator[int] = field(default_factory=lambda: count(900))

    def texts(self, number: int) -> list[str]:
        return [one["body"] for one in self.comments.get(number, [])]

    def fail(self, status: int, headers: dict[str, str] | None = None, times: int = 99) -> None:
        self.failing = (status, headers or {}, times)


Host = TypeVar("Host", bound=FakeHost)


def serve(kind: str) -> AbstractContextManager[FakeHost]:
    """A host of that kind on this machine, as long as the block runs."""
    return answering(FakeHost(), Handler, GITHUB if kind == "github" else GITLAB)


@contextmanager
def answering(host: Host, handler: type[Handler], routes: list[Route]) -> Iterator[Host]:
    made = type("Handler", (handler,), {"host": host, "routes": routes})
    with running(ThreadingHTTPServer(("127.0.0.1", 0), made)) as url:
        host.url = f"{url}/acme/network"
        yield host


class Handler(BaseHTTPRequestHandler):
    host: FakeHost
    routes: list[Route]

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = json.loads(self.rfile.read(length)) if length else {}
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.host.asked.append(f"{self.command} {unquote(parts.path)}")
        self.host.called.append(self.headers.get("Host", ""))
        git = owners.git_answer(parts.path)
        if git is not None:
            self._say(*git)
            return
        if self.host.failing:
            status, headers, times = self.host.failing
            self.host.failing = (status, headers, times - 1) if times > 1 else None
            self._answer(status, {"message": "no"}, headers)
        elif not self.host.public and not self._known():
            self._answer(401, {"message": "Bad credentials"})
        elif self._forbidden(parts.path):
            self._answer(403, {"message": "Resource not accessible"})
        elif self.host.raw is not None:
            self._answer(200, None)
        else:
            self._answer(*self._routed(unquote(parts.path), query, sent))

    do_GET = do_POST = do_PATCH = do_PUT = _serve

    def _known(self) -> bool:
        return TOKEN in self.headers.get("Authorization", "") + self.headers.get("PRIVATE-TOKEN", "")

    def _forbidden(self, path: str) -> bool:
        if self.host.read_only and self.command != "GET":
            return True
        return bool(self.host.forbidden and re.search(self.host.forbidden, path))

    def _routed(self, path: str, query: dict[str, str], sent: dict[str, Any]) -> Answer:
        for verb, pattern, route in self.routes:
            found = re.fullmatch(pattern, path)
            if verb == self.command and found:
                return route(self.host, *found.groups(), query=query, sent=sent)
        return 404, {"message": "Not Found"}

    def _answer(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        body = (
            self.host.raw if content is None and self.host.raw is not None else json.dumps(content).encode()
        )
        etag = f'"{hash(body)}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"ETag": etag, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def _pulls(host: FakeHost, *, query: dict[str, str], **_: Any) -> Answer:
    return 200, paged(host.pulls if query["state"] in ("open", "opened") else host.closed, query)


def _pull(host: FakeHost, number: str, **_: Any) -> Answer:
    every = [*host.pulls, *host.closed]
    found = [one for one in every if str(one.get("number", one.get("iid"))) == number]
    return (200, {**found[0], "diverged_commits_count": host.behind}) if found else (404, {})


def _comments(host: FakeHost, number: str, *, query: dict[str, str], **_: Any) -> Answer:
    return 200, paged(host.comments.get(int(number), []), query)


def _write(host: FakeHost, number: str, *, sent: dict[str, Any], **_: Any) -> Answer:
    made = {
        "id": next(host.ids), "body": sent["body"], "updated_at": WHEN, "html_url": "https://host.example/c",
        "author_association": "NONE", "user": {"login": BOT, "type": "User"}, "author": {"username": BOT},
    }  # fmt: skip
    host.comments.setdefault(int(number), []).append(made)
    return 201, made


def _rewrite(host: FakeHost, *ids: str, sent: dict[str, Any], **_: Any) -> Answer:
    for one in (one for group in host.comments.values() for one in group):
        if str(one["id"]) == ids[-1]:
            one["body"] = sent["body"]
            return 200, one
    return 404, {}


def _commit(host: FakeHost, sha: str, **_: Any) -> Answer:
    at = host.commits.get(sha)
    return (200, {"sha": sha, "commit": {"committer": {"date": at}}}) if at else (422, {})


def _branch(host: FakeHost, name: str, **_: Any) -> Answer:
    """In both hosts' words at once."""
    if name not in host.branches:
        return 404, {}
    sha, at = host.branches[name]
    commit = {"id": sha, "sha": sha, "committed_date": at, "commit": {"committer": {"date": at}}}
    return 200, {"commit": commit}


def _gate(host: FakeHost, run: str, *, sent: dict[str, Any], **_: Any) -> Answer:
    host.gates.append((int(run), sent["environment_name"], sent["state"], sent["comment"]))
    return 204, {}


REPO = "/api/v3/repos/acme/network"
GITHUB: list[Route] = [
    ("GET", f"{REPO}/pulls", _pulls),
    ("GET", rf"{REPO}/pulls/(\d+)", _pull),
    ("GET", rf"{REPO}/issues/(\d+)/comments", _comments),
    ("POST", rf"{REPO}/issues/(\d+)/comments", _write),
    ("POST", rf"{REPO}/actions/runs/(\d+)/deployment_protection_rule", _gate),
    ("PATCH", rf"{REPO}/issues/comments/(\d+)", _rewrite),
    ("GET", rf"{REPO}/compare/.+\.\.\..+", lambda host, **_: (200, {"behind_by": host.behind})),
    (
        "GET", rf"{REPO}/commits/(\w+)/check-runs",
        lambda host, sha, query, **_: (200, {"check_runs": paged(host.checks.get(sha, []), query)}),
    ),
    (
        "GET", rf"{REPO}/commits/(\w+)/status",
        lambda host, sha, query, **_: (200, {"statuses": paged(host.statuses.get(sha, []), query)}),
    ),
    ("GET", rf"{REPO}/commits/(\w+)", _commit),
    ("GET", rf"{REPO}/branches/(.+)", _branch),
    *owners.GITHUB,
    *commits.GITHUB,
    ("GET", "/api/v3/user", lambda host, **_: (200, {"login": BOT})),
]  # fmt: skip
PROJECT = "/api/v4/projects/acme/network"
GITLAB: list[Route] = [
    ("GET", f"{PROJECT}/merge_requests", _pulls),
    ("GET", rf"{PROJECT}/merge_requests/(\d+)", _pull),
    ("GET", rf"{PROJECT}/merge_requests/(\d+)/notes", _comments),
    ("POST", rf"{PROJECT}/merge_requests/(\d+)/notes", _write),
    ("PUT", rf"{PROJECT}/merge_requests/(\d+)/notes/(\d+)", _rewrite),
    (
        "GET", rf"{PROJECT}/repository/commits/(\w+)/statuses",
        lambda host, sha, query, **_: (200, paged(host.statuses.get(sha, []), query)),
    ),
    (
        "GET", rf"{PROJECT}/repository/commits/(\w+)",
        lambda host, sha, **_: (200, {"committed_date": host.commits.get(sha, WHEN)}),
    ),
    ("GET", rf"{PROJECT}/repository/branches/(.+)", _branch),
    ("GET", f"{PROJECT}/members/all", lambda host, query, **_: (200, paged(host.members, query))),
    *owners.GITLAB,
    *commits.GITLAB,
    ("GET", "/api/v4/user", lambda host, **_: (200, {"username": BOT})),
]  # fmt: skip


def github_pull(number: int = 7, **more: Any) -> dict[str, Any]:
    """A pull request as GitHub gives it. `base`, `head`: the commits."""
    head, base = more.pop("head", "a" * 40), more.pop("base", "b" * 40)
    given = {
        "number": number, "title": "Upgrade the database", "state": "open", "draft": False,
        "html_url": f"https://host.example/acme/network/pull/{number}",
        "user": {"login": "lin", "type": "User"},
        "created_at": "2026-11-01T08:00:00Z", "updated_at": WHEN, "closed_at": None, "merged_at": None,
        "merge_commit_sha": "c" * 40, "head": {"ref": "upgrade", "sha": head, "repo": {"id": 1}},
        "base": {"ref": "main", "sha": base, "repo": {"id": 1}},
    }  # fmt: skip
    return {**given, **more}


def gitlab_merge(number: int = 7, **more: Any) -> dict[str, Any]:
    given = {
        "iid": number, "title": "Upgrade the database", "state": "opened", "draft": False,
        "web_url": f"https://host.example/acme/network/-/merge_requests/{number}",
        "author": {"username": "lin"},
        "created_at": "2026-11-01T08:00:00.000Z", "updated_at": WHEN, "merged_at": None, "closed_at": None,
        "source_branch": "upgrade", "target_branch": "main", "source_project_id": 1, "target_project_id": 1,
        "sha": "a" * 40, "diff_refs": {"base_sha": "b" * 40}, "merge_commit_sha": None, "head_pipeline": None,
    }  # fmt: skip
    return {**given, **more}


def check_run(name: str, conclusion: str | None = "success", **more: Any) -> dict[str, Any]:
    given = {
        "id": 11, "name": name, "status": "completed" if conclusion else "in_progress",
        "conclusion": conclusion,
        "head_sha": "a" * 40, "html_url": "https://host.example/run/11", "started_at": WHEN,
        "completed_at": WHEN,
        "output": {"title": None, "summary": None, "text": None}, "app": {"slug": "github-actions"},
    }  # fmt: skip
    return {**given, **more}


def status(context: str, state: str = "success", description: str = "", **more: Any) -> dict[str, Any]:
    """A commit status; of GitLab with `name` and `status`."""
    given = {
        "id": 21, "context": context, "name": context, "state": state, "status": state,
        "description": description, "target_url": "https://ci.example/21", "updated_at": WHEN,
        "created_at": WHEN, "finished_at": WHEN,
    }  # fmt: skip
    return {**given, **more}


def said(body: str, author: str = "plans[bot]", **more: Any) -> dict[str, Any]:
    """A comment, in both hosts' words at once."""
    given = {
        "id": 31, "body": body, "updated_at": "2026-11-02T09:40:00Z", "html_url": "https://host.example/c/31",
        "author_association": "NONE",
        "user": {"login": author, "type": "Bot" if "[bot]" in author else "User"},
        "author": {"username": author}, "system": False,
    }  # fmt: skip
    return {**given, **more}
