"""Tests of the infrastructure code itself."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.paths import is_vendored
from maturity.core.readers.infra_test import InfraTest
from maturity.core.source import Source


class Tier(IntEnum):
    """How close a test comes to the real thing."""

    STATIC = 1  # the code alone: snapshots, rendered templates
    PLAN = 2  # a plan, mocks
    APPLY = 3  # something real is created, or asked


class TestFile(Struct, frozen=True):
    """framework: "terraform test", "terratest", "tftest", "pulumi", "cdk", "molecule", "kitchen", …"""

    __test__ = False  # pytest would collect it

    framework: str
    tier: Tier
    at: Source


class Tests(Struct, frozen=True):
    __test__ = False

    files: tuple[TestFile, ...] = ()

    @property
    def best(self) -> Tier | None:
        return max((one.tier for one in self.files), default=None)


def collect(files: Files) -> Tests:
    """A test lies under `tests` as a rule, so samples are not left out."""
    found = [
        TestFile(one.framework, Tier(one.tier), Source(path, one.line))
        for path, one in files.of(InfraTest).items() if not is_vendored(path)
    ]  # fmt: skip
    return Tests(tuple(sorted(found, key=lambda one: (-one.tier, one.at))))
