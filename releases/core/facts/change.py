"""What changes between the version that runs and the one to be released."""

from __future__ import annotations

from msgspec import Struct


class File(Struct, frozen=True):
    """stack: in whose folder it is, "" for none."""

    path: str
    added: int
    removed: int
    stack: str = ""


class CodeChange(Struct, frozen=True, kw_only=True):
    """base: "" when the release replaces nothing that is known.

    read   our copy of the repository has both commits
    files  those that belong to the application or to a stack it touches; more: so many are left out
    """

    base: str
    head: str
    read: bool
    files: tuple[File, ...] = ()
    more: int = 0
    url: str = ""
