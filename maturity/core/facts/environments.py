"""How environments are kept apart."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from maturity.core.facts import _isolation as isolation
from maturity.core.facts._parallel import parallel
from maturity.core.facts.configurations import Configurations
from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.stack import CLUSTER_TOOLS, Stack
from maturity.core.files import Files
from maturity.core.source import Source


class Isolation(StrEnum):
    """How one environment is separated from the next, strongest first."""

    ACCOUNTS = "own account and own state"
    DIRECTORIES = "a directory per environment"
    VARIABLES = "variables per environment and own state key"
    STACKS = "a stack or cluster per environment"
    WORKSPACES = "workspaces"  # weak: other state key, maybe the same credentials
    NONE = ""


STRONG = frozenset({Isolation.ACCOUNTS, Isolation.DIRECTORIES, Isolation.VARIABLES, Isolation.STACKS})


class Environments(Struct, frozen=True):
    """names: environments the files declare. mixed: one state that switches on the environment's name."""

    names: tuple[str, ...] = ()
    isolation: Isolation = Isolation.NONE
    evidence: tuple[Source, ...] = ()
    mixed: tuple[Source, ...] = ()

    @property
    def several(self) -> bool:
        return len(self.names) > 1 or self.isolation is Isolation.WORKSPACES


def collect(
    files: Files, infrastructure: Infrastructure, configurations: Configurations, pipelines: Pipelines
) -> Environments:
    stacks = infrastructure.stacks
    by_name = parallel(stacks)
    if len(by_name) > 1:
        evidence = tuple((one[0].backend or one[0]).at for one in by_name.values())
        return Environments(tuple(sorted(by_name)), _how(by_name, configurations), evidence)
    if several := isolation.from_workspaces(configurations):
        return Environments(several.names, Isolation.WORKSPACES, several.evidence)
    if several := isolation.from_pipelines(files, stacks):
        return Environments(several.names, Isolation.VARIABLES, several.evidence)
    if several := isolation.from_programs(files, stacks) or isolation.from_folders(files, stacks):
        return Environments(several.names, Isolation.STACKS, several.evidence)
    if several := isolation.from_commands(pipelines, stacks):
        return Environments(several.names, Isolation.STACKS, several.evidence)
    mixed = isolation.in_one_state(configurations, stacks)
    if mixed:
        return Environments(mixed.names, Isolation.NONE, (), mixed.evidence)
    return Environments(tuple(sorted({stack.environment for stack in stacks if stack.environment}))[:1])


def _how(by_name: dict[str, list[Stack]], configurations: Configurations) -> Isolation:
    places = {name: {stack.directory for stack in stacks} for name, stacks in by_name.items()}
    if all(stack.tool in CLUSTER_TOOLS | {"pulumi"} for stacks in by_name.values() for stack in stacks):
        return Isolation.STACKS
    if len(set.union(*places.values())) < sum(map(len, places.values())):
        return Isolation.VARIABLES
    return Isolation.ACCOUNTS if isolation.own_accounts(places, configurations) else Isolation.DIRECTORIES
