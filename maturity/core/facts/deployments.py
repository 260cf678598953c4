"""How safely a deploy replaces what is running: values, not the presence of an attribute."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.facts import _deployed_by_terraform as by_terraform
from maturity.core.facts import _deployed_elsewhere as elsewhere
from maturity.core.facts._setting import Setting
from maturity.core.facts.configurations import Configurations
from maturity.core.files import Files
from maturity.core.source import Source

__all__ = ["Deployments", "Setting", "collect"]


class Deployments(Struct, frozen=True):
    """settings: of long-running services. services: what gets deployed (ECS services, Deployments, …)."""

    settings: tuple[Setting, ...] = ()
    services: tuple[Source, ...] = ()

    @property
    def safe(self) -> tuple[Setting, ...]:
        return tuple(one for one in self.settings if one.safe)

    @property
    def unsafe(self) -> tuple[Setting, ...]:
        return tuple(one for one in self.settings if one.safe is False)


def collect(files: Files, configurations: Configurations) -> Deployments:
    settings = [*by_terraform.settings(files, configurations), *elsewhere.settings(files)]
    services = [*by_terraform.services(files), *elsewhere.services(files)]
    return Deployments(
        tuple(sorted(settings, key=lambda one: (one.at, one.kind))), tuple(sorted(services)[:200])
    )
