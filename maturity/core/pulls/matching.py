"""Which of our stacks a bot, a check or a person means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from maturity.core.pulls.seen import Said

_SEPARATORS = re.compile(r"[^a-z0-9]+")


class Place(Struct, frozen=True):
    """A stack as far as its name goes. key: whatever tells it apart."""

    key: int
    directory: str
    name: str = ""
    environment: str = ""
    workspace: str = ""


def find(said: Said, places: Sequence[Place]) -> int | None:
    """The one stack that is meant, or None: rather none than a wrong one."""
    if said.whole:
        return places[0].key if len(places) == 1 else _in_cell(said.cell, places)
    if said.directory is not None:
        return _only(_here(_clean(said.directory), places), said.workspace)
    if not said.name:
        return places[0].key if len(places) == 1 else None
    return _named(said.name, said.workspace, places)


def covering(paths: Sequence[str], places: Sequence[Place]) -> list[int]:
    """The stacks in whose folders something changed: by whole parts of the path, never by letters."""
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    # A stack at the top is touched by files at the top only: else every change would touch it.
    if any("/" not in path for path in paths):
        folders.add("")
    return [one.key for one in places if one.directory in folders]


def _in_cell(cell: str, places: Sequence[Place]) -> int | None:
    found = {_named(name.strip(), "", places) for name in cell.split(",")[:10] if name.strip()} - {None}
    return found.pop() if len(found) == 1 else None


def _named(name: str, workspace: str, places: Sequence[Place]) -> int | None:
    """By name or directory as written, then "directory/workspace", then more and more loosely."""
    exact = [one for one in places if name in (one.name, one.directory)]
    if exact:
        return _only(exact, workspace)
    before, _, last = name.rpartition("/")
    split = _here(_clean(before), places) if before else []
    if split:
        return _only(split, last)
    for alike in _LOOSELY:
        found = [one for one in places if alike(name, one)]
        if found:
            return _only(found, workspace)
    return None


def _same_words(name: str, place: Place) -> bool:
    return _words(name) in (_words(place.directory), _words(place.name)) and bool(_words(name))


def _end_of_directory(name: str, place: Place) -> bool:
    wanted = _words(name)
    return bool(wanted) and _words(place.directory)[-len(wanted) :] == wanted


def _same_end_in_any_order(name: str, place: Place) -> bool:
    """ "network-prod" for "live/prod/network"."""
    wanted = _words(name)
    return len(wanted) > 1 and sorted(_words(place.directory)[-len(wanted) :]) == sorted(wanted)


_LOOSELY: tuple[Callable[[str, Place], bool], ...] = (_same_words, _end_of_directory, _same_end_in_any_order)


def _here(directory: str, places: Sequence[Place]) -> list[Place]:
    return [one for one in places if one.directory == directory]


def _only(found: Sequence[Place], workspace: str) -> int | None:
    if len(found) == 1:
        return found[0].key
    wanted = "" if workspace == "default" else workspace
    for attribute in ("workspace", "environment", "name"):
        alike = [one for one in found if getattr(one, attribute) == wanted]
        if len(alike) == 1 and (wanted or attribute == "workspace"):
            return alike[0].key
    return None


def _clean(directory: str) -> str:
    return "/".join(part for part in directory.split("/") if part not in ("", "."))


def _words(name: str) -> list[str]:
    return [word for word in _SEPARATORS.split(name.lower()) if word]
