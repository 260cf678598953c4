"""What else is done about events that hosts send: one file in another app's `hooks` is one part of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from maturity import folders
from maturity.models import Repository

# Raises `maturity.core.pulls.foreign.Unexpected` for a payload of another form. It may ask our copy of the
# repository, and is called outside of any transaction; doing it twice must do no harm.
Take = Callable[[Repository, dict[str, Any]], None]


class Hook(Struct, frozen=True):
    """`HOOK` of its file. takes: by the name of the event, as the host's header tells it."""

    host: str
    takes: Mapping[str, Take]


@cache
def all_hooks() -> tuple[Hook, ...]:
    return tuple(folders.members("hooks", "HOOK"))


def takers(host: str, event: str) -> list[Take]:
    return [hook.takes[event] for hook in all_hooks() if hook.host == host and event in hook.takes]
