"""The stacks and facts of a few files."""

from __future__ import annotations

from typing import TypeVar

from maturity.core.facts import Facts, Missing
from maturity.core.facts.infrastructure import Infrastructure, Stack
from maturity.core.files import Files
from maturity.core.tree import MemoryTree

T = TypeVar("T")


def files_of(files: dict[str, str]) -> Files:
    return Files(MemoryTree(files))


def fact(kind: type[T], files: dict[str, str]) -> T:
    """The fact as a scan of these files would collect it."""
    found = Facts(files_of(files)).get(kind)
    assert not isinstance(found, Missing), found
    return found


def stacks(files: dict[str, str]) -> list[Stack]:
    return list(fact(Infrastructure, files).stacks)


def stack(files: dict[str, str]) -> Stack:
    [only] = stacks(files)
    return only
