"""What a release does to feature flags."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class FlagChange(Struct, frozen=True, kw_only=True):
    """One that its commits add, or give another default. Values are plain JSON; None: nobody knows.

    gives     the default of the release; off: the value that is safe
    declared  a file says its type and default; path, line: where, or where it is read first
    expires   a day, "" for none
    """

    key: str
    new: bool
    type: str = ""
    gives: Any = None
    off: Any = None
    declared: bool = False
    kind: str = ""
    owner: str = ""
    expires: str = ""
    path: str = ""
    line: int = 0


class FlagChanges(Struct, frozen=True, kw_only=True):
    """settings: the page of the application's flags. error: why the code could not be read, "" when it was.

    read    None: nobody looked yet
    broken  files named after flags that could not be read
    """

    settings: str
    commit: str = ""
    read: bool | None = None
    error: str = ""
    broken: tuple[str, ...] = ()
    changes: tuple[FlagChange, ...] = ()
