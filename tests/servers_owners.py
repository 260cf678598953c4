"""What the hosts of the tests tell of an owner and its repositories."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

WHEN = "2026-11-02T09:30:00Z"
Answer = tuple[int, Any]
Route = tuple[str, str, Callable[..., Answer]]


def git_answer(path: str) -> tuple[int, bytes] | None:
    """What git is told of any repository that is not called "gone…": one branch, with one commit."""
    found = re.fullmatch(r"/acme/(.+?)(?:\.git)?/(info/refs|HEAD)", path)
    if found is None:
        return None
    if found[1].startswith("gone"):
        return 404, b"not here"
    return 200, b"ref: refs/heads/main\n" if found[2] == "HEAD" else b"%s\trefs/heads/main\n" % (b"a" * 40)


def paged(items: list[Any], query: dict[str, str]) -> list[Any]:
    size, page = int(query.get("per_page", 30)), int(query.get("page", 1))
    return items[(page - 1) * size : page * size]


def _owned(host: Any, *, query: dict[str, str], **_: Any) -> Answer:
    return 200, paged(host.repositories, query)


def _about(host: Any, **_: Any) -> Answer:
    named = "acme/network"
    found = [
        one for one in host.repositories if named in (one.get("full_name"), one.get("path_with_namespace"))
    ]
    return (200, found[0]) if found else (404, {"message": "Not Found"})


def _if_owner(kind: str) -> Callable[..., Answer]:
    def route(host: Any, *, query: dict[str, str], **_: Any) -> Answer:
        return _owned(host, query=query) if host.owner == kind else (404, {"message": "404 Group Not Found"})

    return route


GITHUB: list[Route] = [
    ("GET", "/api/v3/repos/acme/network", _about),
    ("GET", "/api/v3/users/[^/]+", lambda host, **_: (200, {"login": "acme", "type": host.owner})),
    ("GET", "/api/v3/orgs/acme/repos", _if_owner("Organization")),
    ("GET", "/api/v3/users/[^/]+/repos", _if_owner("User")),
    ("GET", "/api/v3/user/repos", _owned),
]
GITLAB: list[Route] = [
    ("GET", "/api/v4/projects/acme/network", _about),
    ("GET", "/api/v4/groups/(?:acme|acme/sub)/projects", _if_owner("Organization")),
    ("GET", "/api/v4/users/acme/projects", _if_owner("User")),
]


def owned(kind: str, name: str = "network", **more: Any) -> dict[str, Any]:
    """A repository of acme, as its host lists it."""
    full = f"acme/{name}"
    given: dict[str, Any] = {"topics": [], "archived": False}
    if kind == "github":
        given |= {"full_name": full, "fork": False, "size": 12, "pushed_at": WHEN, "default_branch": "main"}
    else:
        given |= {"path_with_namespace": full, "empty_repo": False, "last_activity_at": WHEN}
    return {**given, **more}
