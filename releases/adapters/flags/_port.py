"""What every place for states is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from maturity.adapters.aws.session import Access
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror

MOST = 500  # flags of one place
LARGEST = 1_000_000  # bytes of one answer


class Target(Struct, frozen=True, kw_only=True):
    """One place in one environment. repository, commit: where files are read; "" when there is none."""

    place: str
    environment: str
    access: Access | None = None
    repository: str = ""
    commit: str = ""


class Seen(Struct, frozen=True, kw_only=True):
    """How one flag stands there. Values are masked already: see `core.flags.values.shown`.

    note   as `FlagState.note`
    place  where exactly: a parameter, a line of a file
    """

    key: str
    value: Any = None
    note: str = ""
    place: str = ""


class Place(Struct, frozen=True, kw_only=True):
    """`PLACE` of its file.

    title, hint  as the form says them, in English; sample: what a place looks like
    needs_aws    it is read with an AWS connection, otherwise in the application's repository
    wrong        what is typed -> why it cannot be, or ""
    read         everything there. Raises AdapterError in the provider's words
    """

    kind: str
    title: str
    hint: str
    sample: str
    needs_aws: bool
    wrong: Callable[[str], str]
    read: Callable[[Target], list[Seen]]


def access_of(target: Target) -> Access:
    if target.access is None:
        raise AdapterError("no AWS connection is chosen, or it was removed", permanent=True)
    return target.access


def files_of(target: Target) -> dict[str, bytes]:
    """The file of that name, or the files right in that folder, as they are on the default branch."""
    if not target.repository or not target.commit:
        raise AdapterError("the repository was not scanned yet", permanent=False)
    with Mirror(target.repository).at(target.commit) as tree:
        wanted = {
            entry.blob: entry.path for entry in tree.entries()
            if target.place in (entry.path, entry.path.rpartition("/")[0])
        }  # fmt: skip
        if not wanted:
            raise AdapterError(f"there is no {target.place} at commit {target.commit[:7]}", permanent=True)
        some = dict(list(wanted.items())[:MOST])
        return {some[blob]: data for blob, data in tree.read(some) if len(data) <= LARGEST}


def path_wrong(place: str) -> str:
    parts = place.split("/")
    if not place.isprintable() or "" in parts or ".." in parts or "\\" in place:
        return "a path in the repository looks like config/prod/flags.json"
    return ""
