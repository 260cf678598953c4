"""All that the files of one commit tell of flags, put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from releases.core.flags import Declared, Found, Used, Valued, rules, values

MOST_FLAGS, MOST_USES = 500, 50


class Flag(Struct, frozen=True, kw_only=True):
    """declared: the first line that does, with what others add; None: it is only read, or only set.

    default  what it is without any state: as declared, else as all reads agree
    """

    key: str
    declared: Declared | None = None
    used: tuple[Used, ...] = ()
    valued: tuple[Valued, ...] = ()
    type: str = ""
    default: Any = None

    @property
    def named(self) -> bool:
        return self.declared is not None or bool(self.used)


class Reading(Struct, frozen=True, kw_only=True):
    """flags: by key, in order. broken: path -> why it could not be read. more: flags beyond what is kept."""

    flags: dict[str, Flag]
    broken: dict[str, str] = {}
    more: int = 0


def put_together(found: Iterable[Found], broken: dict[str, str] | None = None) -> Reading:
    declared: dict[str, list[Declared]] = {}
    used: dict[str, list[Used]] = {}
    valued: dict[str, dict[str, Valued]] = {}
    for one in found:
        for line in one.declared:
            declared.setdefault(line.key, []).append(line)
        for use in one.used:
            used.setdefault(use.key, []).append(use)
        for value in one.valued:
            valued.setdefault(value.key, {})[value.environment] = value
    keys = sorted(declared.keys() | used.keys() | valued.keys())
    flags = {
        key: _flag(key, declared.get(key, []), used.get(key, []), valued.get(key, {}))
        for key in keys[:MOST_FLAGS]
    }
    return Reading(flags=flags, broken=broken or {}, more=max(len(keys) - MOST_FLAGS, 0))


def _flag(key: str, declared: list[Declared], used: list[Used], valued: dict[str, Valued]) -> Flag:
    one = _first(declared)
    places = {(line.path, line.line) for line in declared}
    # the line that declares a constant by reading the environment is no use of it
    uses = sorted(
        (use for use in used if (use.path, use.line) not in places), key=lambda use: (use.path, use.line)
    )
    defaults = [use.default for use in used if use.default is not None]
    default = one.default if one else None
    if default is None and defaults and not values.differ(defaults):
        default = defaults[0]
    told = [default, *defaults, *(value.value for value in valued.values())]
    kind = (one.type if one else "") or next((values.type_of(each) for each in told if each is not None), "")
    return Flag(
        key=key, declared=one, used=tuple(uses[:MOST_USES]), valued=tuple(valued.values()), type=kind,
        default=values.shown(key, default),
    )  # fmt: skip


def _first(declared: list[Declared]) -> Declared | None:
    """The one with a default, which the others add to."""
    if not declared:
        return None
    some = sorted(declared, key=lambda one: (one.default is None, one.path, one.line))
    fields: dict[str, Any] = {
        name: next((value for one in some if (value := getattr(one, name)) not in (None, "")), None)
        for name in ("type", "default", "off", "kind", "about", "owner", "expires")
    }
    fields |= {name: fields[name] or "" for name in ("type", "kind", "about", "owner")}
    return Declared(key=some[0].key, path=some[0].path, line=some[0].line, **fields)


def problems(*, declared: bool, uses: Iterable[tuple[str, str, bool]], known: bool = True) -> list[str]:
    """What is wrong with how code treats a flag, a sentence each. uses: (path, default as written, direct).

    known  code names it at all
    """
    every = list(uses)
    found = []
    if every and not declared:
        found.append("no file declares it: its type and default are only what each line makes of it")
    if declared and not every and known:
        found.append("no code reads it")
    defaults = sorted({default for _, default, _ in every if default})
    if len(defaults) > 1:
        found.append(f"lines that read it fall back to different values: {', '.join(defaults[:4])}")
    direct = {path for path, _, is_direct in every if is_direct}
    if len(direct) > rules.SCATTERED:
        found.append(f"{len(direct)} files ask the environment for it themselves")
    return found
