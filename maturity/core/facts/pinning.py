"""Which versions a stack is held to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from maturity.core.facts.configurations import Call, Configuration, Configurations
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.source import Source
from maturity.core.syntax.hcl import parse


class Pins(Struct, frozen=True, kw_only=True):
    """The pins of one directory.

    required_version  the tool's version constraint (or a .terraform-version file)
    unpinned          providers without a version
    lock_file         the committed lock file
    loose_modules     module calls whose source names no version
    """

    required_version: Source | None = None
    pinned: tuple[str, ...] = ()
    unpinned: tuple[Source, ...] = ()
    lock_file: Source | None = None
    loose_modules: tuple[Source, ...] = ()


class Pinning(Struct, frozen=True):
    """directory -> pins, for every directory with Terraform or OpenTofu outside samples."""

    directories: dict[str, Pins] = {}


_TOOL_VERSIONS = (".terraform-version", ".opentofu-version")
_REF = re.compile(r"[?&]ref=[^&]+|[?&]version=[^&]+|//[^/]*\?archive=|/v?\d+\.\d+[\w.]*(?:\.zip|\.tar\.gz)")
_VERSION = re.compile(r"\bversion\s*[=:]")
_BUILT_IN = frozenset({"terraform"})


def collect(files: Files, configurations: Configurations) -> Pinning:
    return Pinning({one.directory: _pins(one, files) for one in configurations.live()})


def _pins(one: Configuration, files: Files) -> Pins:
    providers = list(_required(one))
    base = f"{one.directory}/" if one.directory else ""
    lock = f"{base}.terraform.lock.hcl"
    return Pins(
        required_version=_version(one, files),
        pinned=tuple(name for name, at, held in providers if held),
        unpinned=tuple(at for name, at, held in providers if not held and name not in _BUILT_IN),
        lock_file=Source(lock) if files.has(lock) else None,
        loose_modules=tuple(call.at for call in one.calls if _is_loose(call)),
    )


def _version(one: Configuration, files: Files) -> Source | None:
    for path, block in one.settings:
        found = block.attribute("required_version")
        if found:
            return Source(path, found.line)
    place = one.directory
    while True:
        for name in _TOOL_VERSIONS:
            path = f"{place}/{name}" if place else name
            if files.has(path):
                return Source(path)
        if not place:
            return None
        place = folder(place)


def _required(one: Configuration) -> Iterator[tuple[str, Source, bool]]:
    """(provider, where, held to a version): required providers, and those nothing is said about."""
    named = set()
    for path, block in one.settings:
        for inner in block.blocks:
            for each in inner.attributes if inner.type == "required_providers" else ():
                named.add(each.name)
                yield each.name, Source(path, each.line), _is_held(each.value)
    for path, block in one.providers:
        name = block.labels[0] if block.labels else ""
        if name not in named:
            named.add(name)
            yield name, Source(path, block.line), block.attribute("version") is not None


def _is_held(value: str) -> bool:
    text = value.strip()
    if not text.startswith("{"):
        return text.startswith('"') and len(text) > 2
    return any(entry.name == "version" for entry in parse(text[1:-1]).attributes) or bool(
        _VERSION.search(text)
    )


def _is_loose(call: Call) -> bool:
    """A registry module without `version`, a git address without `?ref=`."""
    if call.target is not None or not call.source or "${" in call.source:
        return False
    if call.source.startswith(("./", "../", "/")):
        return False
    is_registry = re.fullmatch(r"(?:[\w.-]+/)?[\w-]+/[\w-]+/[\w-]+(?://[\w./-]+)?", call.source) is not None
    return not call.version if is_registry else not _REF.search(call.source)
