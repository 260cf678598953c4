"""What a pipeline reaches, in the short form tests compare."""

from __future__ import annotations

from textwrap import dedent
from types import ModuleType

from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated
from maturity.core.tree import MemoryTree


def reached(system: ModuleType, files: dict[str, str]) -> list[Reached | Delegated]:
    """Everything the files' pipelines of one system reach."""
    found = Files(MemoryTree({path: dedent(text) for path, text in files.items()}))
    assert found.unreadable == {}
    kind = system.reader.produces
    return [
        one for path, workflow in list(found.of(kind).items()) for one in system.reach(path, workflow, found)
    ]


def steps(system: ModuleType, files: dict[str, str], part: str = "") -> list[Reached]:
    """The steps whose text or action contains `part`."""
    return [
        one for one in reached(system, files)
        if isinstance(one, Reached) and (part in one.run or part in one.step.uses)
    ]  # fmt: skip


def when(system: ModuleType, files: dict[str, str], part: str) -> set[str]:
    """The names of the events that start such a step; "?" after one that only may."""
    return {
        event.name + ("" if one.certain else "?")
        for one in steps(system, files, part) for event in one.events
    }  # fmt: skip


def delegated(system: ModuleType, files: dict[str, str]) -> set[str]:
    return {one.ref for one in reached(system, files) if isinstance(one, Delegated)}
