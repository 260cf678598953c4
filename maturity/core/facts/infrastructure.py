"""The stacks of a repository: what is declared, where, with which tool."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from maturity.core import registry
from maturity.core.facts import configurations as tf
from maturity.core.facts._from_pipelines import completed, started
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.stack import CLUSTER_TOOLS, GITOPS_TOOLS, Backend, Stack
from maturity.core.files import Files
from maturity.core.paths import is_sample
from maturity.core.readers.chart import Chart
from maturity.core.readers.manifest import Manifests
from maturity.core.source import Source
from maturity.core.stacks import bicep
from maturity.core.stacks._places import nearest

# Tools that answer for the whole repository, first found first: the others then only complete the picture.
_TIERS = (
    frozenset({"terraform", "opentofu", "terragrunt", "terramate", "pulumi", "cdk", "cdktf", "bicep"}),
    frozenset({"cloudformation", "ecspresso"}),
    GITOPS_TOOLS,
    frozenset({"ansible"}),
    frozenset({"kubernetes", "helm"}),
)
# Of several tools at one directory, the outermost is the one that is run.
_OUTERMOST = ("terragrunt", "terramate", "cdktf")
# With more manifest files than this per Terraform resource, the cluster is what the repository is about.
MANIFESTS_PER_RESOURCE = 3
MAX_SHOWN = 20
_CODE_ENDS = (".tf", ".tofu", ".hcl", ".bicep", "Pulumi.yaml", "cdk.json", "Chart.yaml", ".tfvars")


__all__ = ["CLUSTER_TOOLS", "GITOPS_TOOLS", "Backend", "Infrastructure", "Stack", "collect"]


class Infrastructure(Struct, frozen=True, kw_only=True):
    """Everything this repository declares.

    stacks       live stacks that decide, in path order
    controlled   cluster folders and loose manifests beside them: part of the picture, not asked for a plan
    tools        tools seen anywhere outside samples, stacks or modules
    resources    how many resources are declared outside samples, modules included
    declared     where desired state is declared outside samples (first lines, at most 20); empty = none
    sample_only  IaC files that are only samples, tests or fixtures (at most 20)
    """

    stacks: tuple[Stack, ...] = ()
    controlled: tuple[Stack, ...] = ()
    tools: tuple[str, ...] = ()
    resources: int = 0
    declared: tuple[Source, ...] = ()
    sample_only: tuple[Source, ...] = ()


def collect(files: Files, configurations: tf.Configurations, pipelines: Pipelines) -> Infrastructure:
    found = [stack for stacks in registry.load("maturity.core.stacks", "stacks") for stack in stacks(files)]
    found += started(found, configurations, pipelines, files)
    every = [completed(stack, pipelines, files) for stack in _one_per_place(found)]
    live = [one for one in configurations.live() if one.declares]
    in_terraform = sum(files.once(tf.sizes).get(one.directory, 0) for one in live)
    deciding = _deciding(every, in_terraform, files)
    stacks = tuple(stack for stack in every if stack.tool in deciding)
    places = (*stacks, *every)
    declared = [*(stack.at for stack in places), *(one.first for one in live), *bicep.modules(files)]
    return Infrastructure(
        stacks=stacks,
        controlled=tuple(
            replace(stack, beside=stack.tool in _TIERS[0] and stack.backend is not None)
            for stack in every if stack.tool not in deciding
        ),
        tools=tuple(sorted({stack.tool for stack in every} | _flavours(live))),
        resources=in_terraform + _elsewhere(every),
        declared=tuple(dict.fromkeys(declared))[:MAX_SHOWN],
        sample_only=() if declared else tuple(_samples(files)),
    )  # fmt: skip


def _deciding(every: Iterable[Stack], resources: int, files: Files) -> frozenset[str]:
    """The tools that answer: what most of the repository is written for."""
    tiers = [tier for tier in _TIERS if any(stack.tool in tier for stack in every)]
    if not tiers or tiers[0] is not _TIERS[0] or GITOPS_TOOLS not in tiers:
        return tiers[0] if tiers else frozenset()
    has_state = any(stack.backend for stack in every if stack.tool in _TIERS[0])
    written = len(files.of(Manifests)) + len(files.of(Chart))
    return _TIERS[0] if has_state and written <= MANIFESTS_PER_RESOURCE * max(resources, 1) else GITOPS_TOOLS


def _one_per_place(found: Iterable[Stack]) -> list[Stack]:
    """A directory with .tf files and a terragrunt.hcl is one stack, with the backend of either.

    Crossplane's objects in a folder that another controller follows belong to that folder.
    """
    found = list(found)
    outer = {stack.directory: stack for stack in found if stack.tool in _OUTERMOST}
    inner = {stack.directory: stack for stack in found if stack.tool in ("terraform", "opentofu")}
    followed = frozenset(stack.directory for stack in found if stack.tool in ("flux", "argocd"))
    kept = []
    for stack in found:
        if stack.tool in ("terraform", "opentofu") and stack.directory in outer:
            continue
        if stack.tool == "crossplane" and nearest(followed, stack.directory) is not None:
            continue
        if stack.tool in _OUTERMOST and stack.directory in inner and stack.backend is None:
            stack = replace(stack, backend=inner[stack.directory].backend)
        kept.append(stack)
    return sorted(kept, key=lambda one: (one.directory, one.tool, one.name))


def _flavours(live: Iterable[tf.Configuration]) -> set[str]:
    return {"opentofu" if one.first.path.endswith((".tofu", ".tofu.json")) else "terraform" for one in live}


def _elsewhere(stacks: Iterable[Stack]) -> int:
    """Resources that are not written in Terraform."""
    terraform = {"terraform", "opentofu", "terragrunt", "terramate"}
    return sum(stack.resources for stack in stacks if stack.tool not in terraform)


def _samples(files: Files) -> Iterable[Source]:
    found = (path for path in files.paths if path.endswith(_CODE_ENDS) and is_sample(path))
    return (Source(path) for path, _ in zip(found, range(MAX_SHOWN), strict=False))
