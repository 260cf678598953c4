"""A repository as its host lists it. All of it is foreign text, checked and cut to size here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from maturity.core.pulls.foreign import Unexpected, convert, cut, moment

__all__ = ["Listed", "Unexpected", "github", "gitlab", "topics_of"]

MOST_TOPICS, TOPIC = 30, 60
NAME = re.compile(r"\w[\w.+-]{0,99}(?:/[\w.+-]{1,100}){1,10}")


class Listed(Struct, frozen=True, kw_only=True):
    """name: "owner/name"; an address is made of it, and none that the host gives is ever used.

    empty      nothing was pushed yet
    pushed_at  the last push; on GitLab the last activity
    """

    name: str
    topics: tuple[str, ...] = ()
    archived: bool = False
    fork: bool = False
    empty: bool = False
    pushed_at: datetime | None = None


class _GitHub(Struct):
    full_name: str
    topics: list[Any] | None = None
    archived: bool | None = False
    fork: bool | None = False
    size: int | None = 1
    pushed_at: str | None = None


class _GitLab(Struct):
    path_with_namespace: str
    topics: list[Any] | None = None
    archived: bool | None = False
    forked_from_project: dict[str, Any] | None = None
    empty_repo: bool | None = False
    last_activity_at: str | None = None


def github(found: Any) -> Listed:
    one = convert(found, _GitHub)
    return Listed(
        name=_name(one.full_name), topics=topics_of(one.topics or ()), archived=bool(one.archived),
        fork=bool(one.fork), empty=one.size == 0, pushed_at=moment(one.pushed_at),
    )  # fmt: skip


def gitlab(found: Any) -> Listed:
    one = convert(found, _GitLab)
    return Listed(
        name=_name(one.path_with_namespace), topics=topics_of(one.topics or ()), archived=bool(one.archived),
        fork=one.forked_from_project is not None, empty=bool(one.empty_repo),
        pushed_at=moment(one.last_activity_at),
    )  # fmt: skip


def topics_of(given: Iterable[Any]) -> tuple[str, ...]:
    words = (cut(one, TOPIC).strip() for one in list(given)[:MOST_TOPICS] if isinstance(one, str))
    return tuple(dict.fromkeys(word for word in words if word and word.isprintable()))


def _name(text: str) -> str:
    if len(text) > 200 or not NAME.fullmatch(text) or ".." in text:
        raise Unexpected("not the name of a repository")
    return text
