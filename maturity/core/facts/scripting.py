"""Level 1: provisioning written down as scripts or configuration management."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from maturity.core.facts._config_management import recipes
from maturity.core.files import Files
from maturity.core.paths import is_sample
from maturity.core.pipeline import Act
from maturity.core.readers.ansible import AnsibleFile
from maturity.core.readers.justfile import Justfile
from maturity.core.readers.makefile import Makefile
from maturity.core.readers.script import Script
from maturity.core.readers.taskfile import Taskfile
from maturity.core.source import Source
from maturity.core.syntax.shell import Command
from maturity.core.tools import deeds_of


class Scripted(Struct, frozen=True):
    """One script that changes infrastructure. tool: "aws", "gcloud", "az", "kubectl", "boto3", …"""

    tool: str
    at: Source
    note: str = ""


class Scripting(Struct, frozen=True):
    """Scripts outside CI that create or change infrastructure; pipelines know what CI itself does."""

    scripts: tuple[Scripted, ...] = ()

    @property
    def tools(self) -> tuple[str, ...]:
        return tuple(sorted({script.tool for script in self.scripts}))


CHANGES = frozenset({Act.MUTATE, Act.APPLY})
MAX_SCRIPTS = 50
_CREATES = re.compile(
    r"(?:^|\.)(?:(?:create|run|put|attach|register|authorize|allocate|associate|modify)_(?:vpc|subnet|instance"
    r"|security_group|bucket|internet_gateway|route|stack|db_|function|cluster|service|role|key_pair|load_balancer"
    r"|table|nat_gateway|address|volume|image|target_group|listener|launch_|auto_scaling_group|queue|topic)\w*"
    r"|begin_create_or_update)$"
)


def collect(files: Files) -> Scripting:
    found = [*_commands(files), *_programs(files), *_playbooks(files), *_packer(files), *_recipes(files)]
    return Scripting(tuple(sorted(found[:MAX_SCRIPTS], key=lambda one: one.at)))


def _commands(files: Files) -> Iterator[Scripted]:
    for path, script in files.of(Script).items():
        if not is_sample(path):
            yield from _changes(path, script.commands)
    books: list[tuple[str, Makefile | Taskfile | Justfile]] = []
    books += files.of(Makefile).items()
    books += files.of(Taskfile).items()
    books += files.of(Justfile).items()
    for path, book in books:
        for recipe in book.recipes if not is_sample(path) else ():
            yield from _changes(path, book.commands(recipe.name))


def _changes(path: str, commands: Iterable[Command]) -> Iterator[Scripted]:
    for command in commands:
        for deed in deeds_of(command.words):
            if deed.act in CHANGES:
                yield Scripted(deed.tool, Source(path, command.line + 1), " ".join(command.words[:4]))


def _programs(files: Files) -> Iterator[Scripted]:
    """Python on a cloud's SDK."""
    for path, script in files.of(Script).items():
        call = next((call for call in script.calls if _CREATES.search(call.name)), None)
        if call and not is_sample(path):
            tool = "boto3" if any(name.startswith("boto") for name in script.imports) else "cloud SDK"
            yield Scripted(tool, Source(path, call.line + 1), call.name)


def _playbooks(files: Files) -> Iterator[Scripted]:
    for path, one in files.of(AnsibleFile).items():
        if not is_sample(path):
            line = one.plays[0][1] if one.plays else one.cloud[0][1]
            yield Scripted(
                "ansible", Source(path, line), "creates cloud resources" if one.cloud else "configures hosts"
            )


def _packer(files: Files) -> Iterator[Scripted]:
    for path in files.paths:
        if path.endswith((".pkr.hcl", ".pkr.json")) and not is_sample(path):
            yield Scripted("packer", Source(path), "builds images")


def _recipes(files: Files) -> Iterator[Scripted]:
    for tool, path in recipes(files):
        yield Scripted(tool, Source(path), "configures hosts")
