"""ecspresso: one service of ECS per configuration file."""

from __future__ import annotations

from maturity.core.facts.stack import Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import folder
from maturity.core.source import Source
from maturity.core.stacks._places import environment_of, is_live

_NAMES = frozenset(f"ecspresso.{kind}" for kind in ("yml", "yaml", "json", "jsonnet"))


def stacks(files: Files) -> list[Stack]:
    found = [path for path in files.paths if path.rpartition("/")[2] in _NAMES and is_live(path, files)]
    return [_stack(path) for path in found]


def _stack(path: str) -> Stack:
    at, place = Source(path), folder(path)
    return Stack(
        directory=place, tool="ecspresso", at=at, name=place or path, resources=2,
        environment=environment_of(place),
        backend=Backend("inherent", at, locking=True, locking_at=at, note="ECS keeps what is deployed"),
    )  # fmt: skip
