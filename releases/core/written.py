"""What Terraform says of one service in several repositories: the release's own, and those of its stacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from releases.core.facts.service import Line, Name
from releases.core.gate import Evidence
from releases.core.telling import line


class Place(Struct, frozen=True):
    """What one repository says. named: of a service by this very name, and not of one that may be it."""

    lines: Mapping[Name, Line]
    named: bool = False


class Elsewhere(Struct, frozen=True):
    """Other repositories. commits, unread: see `facts.code.Code`."""

    places: tuple[Place, ...] = ()
    commits: Mapping[str, str] = {}
    unread: tuple[str, ...] = ()


NOWHERE = Elsewhere()


def of_another(place: Place, repository: str, link: Callable[[str, int], str]) -> Place:
    """link: the address of a line of a path."""
    lines = {
        name: replace(one, repository=repository, url=link(one.path, one.line))
        for name, one in place.lines.items()
    }
    return Place(lines, place.named)


def together(places: Sequence[Place]) -> dict[Name, Line]:
    """Those that name the service count alone; of several that may be it nobody knows which is."""
    told = [one for one in places if one.named]
    if not told:
        told = [one for one in places if one.lines]
        if len(told) > 1:
            return {}
    names = dict.fromkeys(name for one in told for name in one.lines)
    return {name: _one([place.lines[name] for place in told if name in place.lines]) for name in names}


def _one(lines: Sequence[Line]) -> Line:
    """A value made of variables agrees with none: nobody knows what it is."""
    first, *others = lines
    agreed = first.value is not None and all(one.value == first.value for one in others)
    return first if agreed or not others else replace(first, value=None, others=tuple(others))


def proof(one: Line, text: str, commit: str) -> Evidence:
    """commit: of the release. A line of another repository is never looked for in its own."""
    if one.repository:
        return Evidence(line(one.place, 300), url=one.url)
    return Evidence(text, path=one.path, line=one.line, commit=commit)
