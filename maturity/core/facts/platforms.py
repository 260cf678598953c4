"""Platforms that plan and apply from outside the repository: Atlantis, HCP Terraform, Spacelift, …"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from maturity.core.facts._platform import Platform
from maturity.core.facts._platforms_configured import configured
from maturity.core.facts._platforms_controllers import controllers
from maturity.core.facts._platforms_declared import declared
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files

__all__ = ["Platform", "Platforms", "collect"]


class Platforms(Struct, frozen=True):
    """`plans`: one entry per platform and setting, in order of path."""

    plans: tuple[Platform, ...] = ()

    def for_directory(self, directory: str) -> Iterator[Platform]:
        """The platforms that look after a folder; one that names no folders looks after all."""
        return (one for one in self.plans if one.covers(directory))


def collect(files: Files, here: RepositoryName) -> Platforms:
    found = [*configured(files, here), *declared(files, here), *controllers(files, here)]
    return Platforms(tuple(sorted(found, key=lambda one: (one.at, one.name))))
