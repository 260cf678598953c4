"""What a fix must know about a repository to be ready to paste into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from maturity.core.facts.infrastructure import Infrastructure
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.platforms import Platforms
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.facts.stack import Stack
from maturity.core.files import Files
from maturity.core.pipeline import Act

HCP = "hcp-terraform"
_FOLDER_OF_HOST = ((".github", "github-actions"), (".gitlab", "gitlab-ci"), (".circleci", "circleci"))
# those a job can be written for: beside one of them, Atlantis or a platform is not where a check goes
_SYSTEMS = frozenset({
    "github-actions", "gitlab-ci", "azure-pipelines", "circleci", "bitbucket-pipelines", "jenkins",
})  # fmt: skip
_CLOUD_OF_BACKEND = {"s3": "aws", "azurerm": "azure", "gcs": "google"}
_CLOUD_OF_TOOL = {"cdk": "aws", "cloudformation": "aws", "bicep": "azure"}


class RepositoryContext(Struct, frozen=True, kw_only=True):
    """The defaults describe a repository nobody looked at: they serve the documentation.

    system          where its pipelines run: "github-actions", "gitlab-ci", …; "" = none seen
    tool            of most stacks
    directories     of the stacks a fix is for, "" the top of the repository
    default_branch  as its pipelines name it
    cloud           "aws", "azure", "google", or "" = not told
    pipelines       the files its pipelines are in
    platform        "hcp-terraform" when the state lives there and no pipeline here plans or applies, or ""
    name            "owner/name"
    """

    system: str = "github-actions"
    tool: str = "terraform"
    directories: tuple[str, ...] = ("infra",)
    default_branch: str = "main"
    cloud: str = "aws"
    pipelines: tuple[str, ...] = ()
    platform: str = ""
    name: str = "owner/name"


def collect(
    files: Files,
    name: RepositoryName,
    pipelines: Pipelines,
    infrastructure: Infrastructure,
    platforms: Platforms,
) -> RepositoryContext:
    stacks = infrastructure.stacks
    elsewhere = any(one.name == HCP and not one.certain for one in platforms.plans)
    return RepositoryContext(
        system=_system(files, pipelines),
        tool=_most_common((stack.tool for stack in stacks), "terraform"),
        directories=tuple(dict.fromkeys(stack.directory for stack in stacks)) or ("",),
        default_branch=name.default_branch or _default_branch(pipelines),
        cloud=_most_common(filter(None, map(_cloud, stacks)), ""),
        pipelines=tuple(workflow.path for workflow in pipelines.workflows),
        platform=HCP if elsewhere and not pipelines.doing(Act.PLAN, Act.APPLY) else "",
        name=name.name or "owner/name",
    )


def _system(files: Files, pipelines: Pipelines) -> str:
    systems = [workflow.system for workflow in pipelines.workflows]
    seen = _most_common((one for one in systems if one in _SYSTEMS), "") or _most_common(systems, "")
    folders = (system for folder, system in _FOLDER_OF_HOST if files.has_folder(folder))
    return seen or next(folders, "") or ("gitlab-ci" if pipelines.away else "")


def _default_branch(pipelines: Pipelines) -> str:
    named = Counter(
        branch
        for workflow in pipelines.workflows
        for branch in workflow.branches
        if branch in ("main", "master", "trunk")
    )
    return named.most_common(1)[0][0] if named else "main"


def _cloud(stack: Stack) -> str:
    kind = stack.backend.kind if stack.backend else ""
    return _CLOUD_OF_TOOL.get(stack.tool) or _CLOUD_OF_BACKEND.get(kind, "")


def _most_common(texts: Iterable[str], otherwise: str) -> str:
    counted = Counter(texts).most_common(1)
    return counted[0][0] if counted else otherwise
