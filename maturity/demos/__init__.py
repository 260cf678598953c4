"""What `manage.py demo` shows beside scans and plans. One file in an app's `demos` is one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from msgspec import Struct

from maturity import folders
from maturity.models import Repository


class Demo(Struct, frozen=True):
    """`DEMO` of its file. show: (a sample that was connected, its name, now) -> a line about what there is
    to look at; "" for a sample that has nothing of it.
    """

    show: Callable[[Repository, str, datetime], str]


@cache
def all_demos() -> tuple[Demo, ...]:
    return tuple(folders.members("demos", "DEMO"))
