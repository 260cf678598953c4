"""JSON and YAML files that declare flags: flagd, Unleash-like lists, plain maps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from maturity.core.readers.feature_flags import wants as is_flag_file
from releases.core.flags import Declared, Found, Valued, Way, flagd, names, values
from releases.core.flags.data import Entry, entries, members, parse, plain
from releases.core.flags.said import DEFAULTS, TELLING, declared

ENDS = (".json", ".yaml", ".yml")
GROUPS = ("flags", "features", "featureFlags", "feature_flags", "toggles")
MOST = 500


def wants(path: str) -> bool:
    return path.endswith(ENDS) and is_flag_file(path) and names.is_ours(path)


def read(path: str, data: bytes) -> Found:
    top = parse(path, data)
    if not isinstance(top, dict):
        return Found()
    if flagd.looks_like(top):
        return _flagd(path, data)
    group = next((name for name in GROUPS if isinstance(top.get(name), dict | list)), "")
    every = members(top, group) if group else entries(top)
    return Found(tuple(found for one in every[:MOST] for found in _declared(path, one)))


def _declared(path: str, entry: Entry) -> Iterator[Declared]:
    told: Any = plain(entry.node)
    if isinstance(told, dict) and not told.keys() & TELLING:
        return
    if isinstance(told, dict) and not told.keys() & {*DEFAULTS, "type"}:
        return
    if names.is_key(entry.key) and not isinstance(told, list):
        yield declared(entry.key, path, entry.line, told if isinstance(told, dict) else {"default": told})


def _flagd(path: str, data: bytes) -> Found:
    """What it declares; and its values."""
    every = [one for one in flagd.read(path, data) if names.is_key(one.key)]
    lines = tuple(
        declared(one.key, path, one.line, {"default": one.value, "description": one.about}) for one in every
    )
    valued = tuple(
        Valued(
            key=one.key, path=path, line=one.line, value=values.shown(one.key, one.value),
            note=one.note,
        )
        for one in every
    )  # fmt: skip
    return Found(lines, (), valued)


WAY = Way(name="flag_data", wants=wants, read=read)
