"""What keeps a resource from being destroyed by mistake."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.readers.cloudformation import Template
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.program import Program
from maturity.core.source import Source
from maturity.core.stacks._places import is_live
from maturity.core.syntax.hcl import Block


class Guard(Struct, frozen=True):
    """kind: "prevent_destroy", "deletion protection", "retain policy", "protect", "prune disabled"."""

    kind: str
    resource: str
    at: Source


class Guards(Struct, frozen=True):
    guards: tuple[Guard, ...] = ()
    disabled: tuple[Guard, ...] = ()  # the attribute is there and says no


_PROTECTION = frozenset({
    "deletion_protection", "deletion_protection_enabled", "enable_deletion_protection",
    "termination_protection", "disable_api_termination", "prevent_deletion", "delete_protection",
    "force_destroy_protection",
})  # fmt: skip
_IN_PROGRAMS = ("deletionProtection=true", "terminationProtection=true", "protect=true", "protect=True")


def collect(files: Files) -> Guards:
    found = [*_terraform(files), *_templates(files), *_programs(files)]
    on = tuple(sorted((guard for guard, works in found if works), key=lambda guard: guard.at))
    return Guards(on, tuple(guard for guard, works in found if not works))


def _terraform(files: Files) -> Iterator[tuple[Guard, bool]]:
    for path, found in files.each(HclFile, _in_terraform).items():
        if is_live(path, files):
            yield from found


def _in_terraform(path: str, content: HclFile) -> list[tuple[Guard, bool]]:
    guarded = (block for block in content.blocks if block.type in ("resource", "module"))
    return [guard for block in guarded for guard in _of_block(path, block)]


def _of_block(path: str, block: Block) -> Iterator[tuple[Guard, bool]]:
    label = ".".join(block.labels)
    for attribute in block.attributes:
        if attribute.name in _PROTECTION:
            yield (
                Guard("deletion protection", label, Source(path, attribute.line)),
                _says_yes(attribute.value),
            )
    for inner in block.blocks:
        for attribute in inner.attributes if inner.type == "lifecycle" else ():
            if attribute.name == "prevent_destroy":
                yield (
                    Guard("prevent_destroy", label, Source(path, attribute.line)),
                    _says_yes(attribute.value),
                )


def _says_yes(value: str) -> bool:
    """An expression is taken for a yes: somebody thought about it."""
    return value.strip().strip('"') not in ("false", "null", "")


def _templates(files: Files) -> Iterator[tuple[Guard, bool]]:
    for path, template in files.of(Template).items():
        if template.retained and is_live(path, files, allowed=("templates", "template")):
            for name, line in template.retained:
                yield Guard("retain policy", name, Source(path, line)), True


def _programs(files: Files) -> Iterator[tuple[Guard, bool]]:
    for path, program in files.of(Program).items():
        for setting, line in program.settings if is_live(path, files) else ():
            name, _, value = setting.partition("=")
            if setting.startswith(_IN_PROGRAMS):
                yield (
                    Guard("protect" if name == "protect" else "deletion protection", "", Source(path, line)),
                    True,
                )
            elif name == "removalPolicy" and "RETAIN" in value:
                yield Guard("retain policy", "", Source(path, line)), True
