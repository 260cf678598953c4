"""The changes of one plan in the order people read them: what cannot be undone first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from msgspec import Struct

from maturity import words
from maturity.core.plans.change import Action, ResourceChange, Role
from maturity.words import drift

Numbered = tuple[int, ResourceChange]  # its place in the plan, and the change
OPENED = 6  # rows of the data section that show their attributes at once
SHOWN = 8  # rows of other sections; further ones wait in a group
MODULES = 40
SMALL, SMALL_FILTERED = 20, 60  # so few changes are shown without opening anything
PAGE = 100  # rows of a group that are fetched at once
REST = "rest"

TITLES: dict[str, words.Words] = {
    "drift": gettext_lazy("Changed outside"),
    "data": gettext_lazy("Holds data"),
    "destroy": gettext_lazy("Other destroy and replace"),
    "update": gettext_lazy("Update"),
    "create": gettext_lazy("Create"),
    "other": gettext_lazy("Move, import, forget and the rest"),
    "observed": gettext_lazy("Changed outside, needs nobody"),
}
BY_MODULE = ("update", "create")


class Group(Struct, frozen=True):
    """Changes that are fetched when it is opened; with `inline` they are there at once."""

    key: str
    title: str
    note: str
    changes: list[Numbered]
    inline: bool = False
    module: bool = False


class Section(Struct, frozen=True):
    """`opened`: its rows show their first attributes."""

    key: str
    title: words.Words
    count: int
    rows: list[Numbered]
    groups: list[Group]
    opened: bool = False


def matching(changes: Sequence[ResourceChange], q: str, action: str) -> list[Numbered]:
    """Those whose address has every word, and that do this."""
    wanted = q.casefold().split()
    return [
        (index, one)
        for index, one in enumerate(changes)
        if (not action or one.action == action) and all(word in one.address.casefold() for word in wanted)
    ]


def sections(changes: Sequence[Numbered], *, filtered: bool) -> list[Section]:
    """Those that have any. Few changes are shown without opening anything."""
    inline = len(changes) <= (SMALL_FILTERED if filtered else SMALL)
    return [_section(name, found, inline=inline) for name, found in split(changes).items() if found]


def split(changes: Iterable[Numbered]) -> dict[str, list[Numbered]]:
    found: dict[str, list[Numbered]] = {name: [] for name in TITLES}
    for number, one in changes:
        found[_section_of(one)].append((number, one))
    return found


def _section_of(one: ResourceChange) -> str:
    if one.destructive and one.holds_data:
        return "data"
    if one.alarming:
        return "drift"
    if one.role == Role.OBSERVED:
        return "observed"
    if one.destructive:
        return "destroy"
    return one.action.value if one.action in (Action.UPDATE, Action.CREATE) else "other"


def _section(name: str, found: list[Numbered], *, inline: bool) -> Section:
    if name in BY_MODULE:
        return Section(name, TITLES[name], len(found), [], _by_module(name, found, inline=inline))
    shown = 0 if name == "observed" else OPENED if name == "data" else SHOWN
    shown = len(found) if inline and name != "observed" else shown
    rest = found[shown:]
    title = _more(len(rest)) if shown else _changes(len(rest))
    groups = [Group(f"{name}.{REST}", title, _signs(rest), rest)] if rest else []
    return Section(name, TITLES[name], len(found), found[:shown], groups, opened=name == "data")


def _by_module(name: str, found: list[Numbered], *, inline: bool) -> list[Group]:
    modules = _modules(found)
    groups = [
        Group(
            f"{name}.{number}",
            module or _("root module"),
            _types(members),
            members,
            inline=inline,
            module=True,
        )
        for number, (module, members) in enumerate(modules[:MODULES])
    ]
    rest = [one for _module, members in modules[MODULES:] for one in members]
    if rest:
        said = _("%(n)s more modules") % {"n": words.grouped(len(modules) - MODULES)}
        groups.append(Group(f"{name}.{REST}", said, _types(rest), rest))
    return groups


def _modules(found: list[Numbered]) -> list[tuple[str, list[Numbered]]]:
    by_module: dict[str, list[Numbered]] = defaultdict(list)
    for number, one in found:
        by_module[one.module].append((number, one))
    return sorted(by_module.items())


def members(changes: Sequence[Numbered], key: str) -> list[Numbered] | None:
    """The changes of a group; None when there is no such group."""
    name, _dot, part = key.partition(".")
    found = split(changes).get(name)
    if not found:
        return None
    groups = {group.key: group for group in _section(name, found, inline=False).groups}
    return groups[key].changes if key in groups and part else None


def _more(count: int) -> str:
    return ngettext("%(n)s more", "%(n)s more", count) % {"n": words.grouped(count)}


def _changes(count: int) -> str:
    return ngettext("%(n)s change", "%(n)s changes", count) % {"n": words.grouped(count)}


def _signs(found: Sequence[Numbered]) -> str:
    """ "−14 ±20"."""
    counts = Counter(one.action for _number, one in found)
    return " ".join(
        f"{look.sign}{words.grouped(counts[Action(action)])}"
        for action, look in drift.ACTIONS.items()
        if counts[Action(action)] and action != Action.NO_OP
    )


def _types(found: Sequence[Numbered]) -> str:
    types = len({one.type for _number, one in found})
    said = ngettext("%(n)s in %(types)s type", "%(n)s in %(types)s types", types)
    return said % {"n": words.grouped(len(found)), "types": words.grouped(types)}


def loses_data(changes: Iterable[ResourceChange]) -> tuple[int, int]:
    """Resources with data that are destroyed, and that are replaced."""
    lost = Counter(one.action for one in changes if one.holds_data and one.destructive)
    return lost[Action.DELETE], lost[Action.REPLACE]
