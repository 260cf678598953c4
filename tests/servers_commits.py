"""What the small hosts of the tests say of commits, and of reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Answer = tuple[int, Any]
Route = tuple[str, str, Callable[..., Answer]]


def _of_commit(host: Any, sha: str, **_: Any) -> Answer:
    return 200, host.of_commit.get(sha, [])


def _reviews(host: Any, number: str, **_: Any) -> Answer:
    return 200, [
        {"id": at, "user": {"login": name, "type": "Bot" if name.endswith("[bot]") else "User"},
         "state": state, "commit_id": "a" * 40, "submitted_at": "2026-11-02T09:30:00Z",
         "author_association": "NONE" if name == "stranger" else "MEMBER"}
        for at, (name, state) in enumerate(host.reviews.get(int(number), []))
    ]  # fmt: skip


def _approvals(host: Any, number: str, **_: Any) -> Answer:
    given = [name for name, state in host.reviews.get(int(number), []) if state == "APPROVED"]
    return 200, {"approved_by": [{"user": {"username": name}} for name in given]}


REPO = "/api/v3/repos/acme/network"
GITHUB: list[Route] = [
    ("GET", rf"{REPO}/commits/(\w+)/pulls", _of_commit),
    ("GET", rf"{REPO}/pulls/(\d+)/reviews", _reviews),
]
PROJECT = "/api/v4/projects/acme/network"
GITLAB: list[Route] = [
    ("GET", rf"{PROJECT}/repository/commits/(\w+)/merge_requests", _of_commit),
    ("GET", rf"{PROJECT}/merge_requests/(\d+)/approvals", _approvals),
]
