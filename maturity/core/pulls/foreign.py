"""Foreign JSON in the form we expect, and its texts cut to what a row holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import msgspec

T = TypeVar("T")
TITLE, NAME, REF, URL, SHA = 300, 100, 250, 500, 64
Number = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unexpected(ValueError):
    """The host's answer has another form than its documentation says."""


def convert(data: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(data, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Unexpected(str(error)) from None


def number_of(value: Any) -> int:
    """The number of a pull request: what a row can hold."""
    return convert(value, Number)


def cut(text: str | None, length: int) -> str:
    """PostgreSQL knows no NUL and no half of a pair."""
    return (text or "").replace("\0", "").encode("utf-8", "replace").decode()[:length]


def moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        # GitLab's webhooks write "2026-11-02 09:30:00 UTC".
        found = datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        return None
    if not 1970 <= found.year <= 2100:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def link(text: str | None) -> str:
    """Only what a browser may follow."""
    url = cut(text, URL)
    return url if url.startswith(("https://", "http://")) else ""
