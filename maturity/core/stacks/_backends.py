"""Where Terraform state lies and whether it is locked, with the settings that are handed over at `init`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from maturity.core.facts.stack import Backend, Where
from maturity.core.files import Files
from maturity.core.paths import environment, folder
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._locks import LOCK_ATTRIBUTES, LOCKS_BY_ITSELF, WHOLE, is_on
from maturity.core.state.places import place_of
from maturity.core.syntax.hcl import Attribute, Block, parse, string

_FILE = re.compile(
    r"(?:^|/)(?:[\w.-]*\.tfbackend|[\w.-]*backend[\w.-]*\.(?:hcl|tfvars|conf|config|cfg|vars)|[\w.-]+\.backend|backend[-_]?configs?/[\w.-]+)$"
)
_VARIABLE = re.compile(r"[$`%{}<>*?]")
_PLACING = ("bucket", "key", "workspace_key_prefix", "dynamodb_table", "region")


class Given(Struct, frozen=True):
    """One setting handed over from outside: `-backend-config` on a command line, or a file of settings.

    word  the value is a word of a command, without quotes; otherwise it is an expression
    """

    name: str
    value: str
    at: Source
    word: bool = False

    @property
    def literal(self) -> str | None:
        """What it says without any variable; None when it depends on one."""
        if not self.word:
            return string(self.value)
        return None if _VARIABLE.search(self.value) else self.value.strip("\"'")


class Settings(Struct, frozen=True):
    """Settings from outside. files: path -> what it sets. commands: of scripts. variables: .tfvars files."""

    files: Mapping[str, tuple[Given, ...]]
    commands: tuple[Given, ...] = ()
    variables: tuple[str, ...] = ()

    def for_directory(self, directory: str, env: str, others: Iterable[str]) -> list[Given]:
        """What a directory's `init` may be given: by files in or below it, else by files of no directory."""
        base = f"{directory}/" if directory else ""
        own = {path: given for path, given in self.files.items() if path.startswith(base)} if base else {}
        shared = {
            path: given
            for path, given in self.files.items()
            if not any(path.startswith(f"{o}/") for o in others if o)
        }
        chosen = own or shared
        fitting = {
            path: given for path, given in chosen.items() if env and environment(path) == env
        } or chosen
        return [one for given in fitting.values() for one in given]


def settings_files(files: Files, named: frozenset[str] = frozenset()) -> dict[str, tuple[Given, ...]]:
    """Files of backend settings: told by their name, or named by a script (`named`: base names)."""
    found = {}
    for path in files.paths:
        by_name = "backend" in path and _FILE.search(path) and not path.endswith((".tf", ".tofu"))
        if by_name or (named and path.rpartition("/")[2] in named):
            content = files.get(path, HclFile)
            if content:
                found[path] = tuple(
                    Given(one.name, one.value, Source(path, one.line)) for one in content.attributes
                )
    return found


def settings_words(words: Iterable[str], at: Source) -> list[Given]:
    """`-backend-config=key=value` among the words of a command."""
    found = []
    after = False
    for word in words:
        text = word if after else word.partition("-backend-config=")[2] if "-backend-config=" in word else ""
        after = word in ("-backend-config", "--backend-config")
        name, mark, value = text.strip("\"'").partition("=")
        if mark and name.isidentifier():
            found.append(Given(name, value, at, word=True))
    return found


def settings_names(words: Iterable[str]) -> set[str]:
    """The base names of files given as `-backend-config=file`."""
    names = (word.partition("-backend-config=")[2].strip("\"'") for word in words)
    return {name.rpartition("/")[2] for name in names if name and "=" not in name and "$" not in name}


def backend_of(path: str, block: Block, given: Iterable[Given]) -> Backend:
    """The backend a block declares, completed by what is handed over from outside."""
    at = Source(path, block.line)
    kind = "cloud" if block.type == "cloud" else block.labels[0] if block.labels else "local"
    own = [Given(one.name, one.value, Source(path, one.line)) for one in block.attributes]
    return declared(kind, at, own, list(given))


def declared(kind: str, at: Source, own: list[Given], given: list[Given]) -> Backend:
    found = _judged(kind, at, own, given)
    return replace(found, where=where(own, given)) if kind == "s3" else found


def where(own: list[Given], given: list[Given]) -> Where | None:
    """What the block says itself counts; what comes from outside fills its gaps when all agree.

    None when any of it depends on a variable: half an answer would point at another stack's state.
    """
    bucket, key, prefix, table, region = (_said(name, own, given) for name in _PLACING)
    place = place_of(f"s3://{bucket}/{key}") if bucket and key else None
    if place is None or prefix is None or table is None:
        return None
    return Where(str(place), (region or "")[:30], prefix[:200], table[:255])


def _said(name: str, own: list[Given], given: list[Given]) -> str | None:
    """The one literal value of a setting, "" when nobody sets it, None when it cannot be told."""
    for settings in (own, given):
        values = {one.literal for one in settings if one.name == name and is_on(one.value)}
        if values:
            return values.pop() if len(values) == 1 else None
    return ""


def _judged(kind: str, at: Source, own: list[Given], given: list[Given]) -> Backend:
    if kind in ("local", "inmem"):
        return Backend(kind, at, locking=False, note="the state stays on one machine")
    partial = not is_whole(kind, own)
    if kind in LOCKS_BY_ITSELF:
        return Backend(kind, at, partial=partial, locking=True, locking_at=at, note="locks by itself")
    every = own + given
    lock = next(
        (one for one in every if one.name in LOCK_ATTRIBUTES.get(kind, ()) and is_on(one.value)), None
    )
    if lock:
        return Backend(kind, at, partial=partial, locking=True, locking_at=lock.at, note=lock.name)
    if kind not in LOCK_ATTRIBUTES:
        return Backend(kind, at, partial=partial, locking=False, note=f"the {kind} backend has no lock")
    if not is_whole(kind, every):
        return Backend(kind, at, partial=True, note="the rest of its settings comes from outside the files")
    missing = " nor ".join(LOCK_ATTRIBUTES[kind])
    return Backend(kind, at, partial=partial, locking=False, note=f"neither {missing} is set")


def lock_of(kind: str, settings: Iterable[Given]) -> Given | None:
    """The setting that switches the lock on."""
    return next(
        (one for one in settings if one.name in LOCK_ATTRIBUTES.get(kind, ()) and is_on(one.value)), None
    )


def is_whole(kind: str, settings: Iterable[Given]) -> bool:
    """Whether nothing a backend cannot do without is missing."""
    names = {one.name for one in settings if is_on(one.value)}
    return all(name in names for name in WHOLE.get(kind, ()))


def entries(value: str) -> list[Attribute]:
    """The entries of an object expression, one level deep."""
    inner = value.strip()
    if not (inner.startswith("{") and inner.endswith("}")):
        return []
    return list(parse(_one_per_line(inner[1:-1])).attributes)


def _one_per_line(text: str) -> str:
    """`a = 1, b = 2` with each entry on a line of its own, as in a block."""
    found: list[str] = []
    depth, quoted = 0, False
    for letter in text:
        quoted ^= letter == '"'
        depth += 0 if quoted else (letter in "[{(") - (letter in "]})")
        found.append("\n" if letter == "," and depth == 0 and not quoted else letter)
    return "".join(found)


def tfvars_environments(directory: str, variable_files: Iterable[str]) -> dict[str, str]:
    """environment -> a variables file for it, in or below the directory."""
    found: dict[str, str] = {}
    base = f"{directory}/" if directory else ""
    for path in variable_files:
        if path.startswith(base):
            rest = path[len(base) :]
            stem = rest.rpartition("/")[2].split(".", 1)[0]
            name = environment(stem) or environment(folder(rest))
            if name:
                found.setdefault(name, path)
    return found


def variable_files(files: Files) -> tuple[str, ...]:
    return tuple(
        path
        for path in files.of(HclFile)
        if path.endswith((".tfvars", ".tfvars.json")) and not _FILE.search(path)
    )
