"""Programs that write a comment on a pull request; read only when a step calls one."""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader

_POSTS = re.compile(
    rb"\bissues\.(?:createComment|updateComment)\b|\bcreate_issue_comment\b|\bcreate_comment\b|\bcreateNote\b"
    rb"|/issues/[^\s\"']{1,120}/comments|/merge_requests/[^\s\"']{1,120}/notes|\bpulls\.createReview\b"
)
MAX_BYTES = 200_000


class PullRequestComment(Struct, frozen=True):
    """line: where it posts"""

    line: int


def wants(path: str) -> bool:
    return False


def read(path: str, data: bytes) -> PullRequestComment | None:
    found = _POSTS.search(data)
    return PullRequestComment(data.count(b"\n", 0, found.start()) + 1) if found else None


reader = Reader("pull_request_comment", 1, PullRequestComment, wants, read, max_bytes=MAX_BYTES)
