"""Terraform and OpenTofu by directory: what each holds, before anybody says what it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.paths import folder, join
from maturity.core.readers.hcl import HclFile
from maturity.core.source import Source
from maturity.core.stacks._places import is_live
from maturity.core.syntax.hcl import Block, string

ENDS = (".tf", ".tofu", ".tf.json", ".tofu.json")


class Call(Struct, frozen=True):
    """One `module` block. target: the directory of a local module, "" for any other source."""

    name: str
    source: str
    at: Source
    target: str | None
    version: str = ""


class Configuration(Struct, frozen=True, kw_only=True):
    """One directory. settings: its `terraform` blocks; each block comes with the path it is written in.

    declares   it holds a resource, a module call or a data source; `sizes` tells how many resources
    """

    directory: str
    first: Source
    live: bool
    settings: tuple[tuple[str, Block], ...] = ()
    providers: tuple[tuple[str, Block], ...] = ()
    calls: tuple[Call, ...] = ()
    variables: tuple[tuple[str, Block], ...] = ()
    locals: tuple[tuple[str, Block], ...] = ()
    declares: bool = False

    def backend(self) -> tuple[str, Block] | None:
        """The `backend` or `cloud` block, and its file."""
        for path, settings in self.settings:
            for block in settings.blocks:
                if block.type in ("backend", "cloud"):
                    return path, block
        return None


class Configurations(Struct, frozen=True):
    """directory -> configuration, samples included (`live` is False there)."""

    directories: dict[str, Configuration]

    def live(self) -> Iterator[Configuration]:
        return (one for one in self.directories.values() if one.live)


def collect(files: Files) -> Configurations:
    by_folder: dict[str, dict[str, HclFile]] = {}
    for path, content in files.of(HclFile).items():
        if path.endswith(ENDS):
            by_folder.setdefault(folder(path), {})[path] = content
    return Configurations(
        {place: _configuration(place, content, files) for place, content in by_folder.items()}
    )


def _configuration(place: str, content: Mapping[str, HclFile], files: Files) -> Configuration:
    blocks: dict[str, list[tuple[str, Block]]] = {}
    for path, one in content.items():
        for block in one.blocks:
            blocks.setdefault(block.type, []).append((path, block))
    main = next(
        (path for path in content if path.endswith("/main.tf") or path == "main.tf"), next(iter(content))
    )
    modules = ((path, block) for path, block in blocks.get("module", ()) if block.labels)
    calls = tuple(_call(place, path, block) for path, block in modules)
    return Configuration(
        directory=place,
        first=Source(main, _first_line(content[main])),
        live=is_live(main, files),
        settings=tuple(blocks.get("terraform", ())),
        providers=tuple(blocks.get("provider", ())),
        calls=calls,
        variables=tuple(blocks.get("variable", ())),
        locals=tuple(blocks.get("locals", ())),
        declares=bool(calls or "data" in blocks or any(one.resources for one in content.values())),
    )


def sizes(files: Files) -> Mapping[str, int]:
    """directory -> how many resources it declares. Kept apart: it changes with almost every commit."""
    found: Counter[str] = Counter()
    for path, count in files.each(HclFile, _size).items():
        if path.endswith(ENDS):
            found[folder(path)] += count
    return found


def _size(path: str, content: HclFile) -> int:
    return sum(content.resources.values())


def _first_line(content: HclFile) -> int:
    return content.blocks[0].line if content.blocks else 1


def _call(place: str, path: str, block: Block) -> Call:
    source = text_of(block, "source")
    local = source.startswith(("./", "../")) or source in (".", "..")
    target = join(place, source.replace("//", "/")) if local else None
    return Call(block.labels[0], source, Source(path, block.line), target, text_of(block, "version"))


def text_of(block: Block, name: str) -> str:
    """The literal text of an attribute, "" when it is absent or an expression."""
    found = block.attribute(name)
    return (string(found.value) or "") if found else ""
