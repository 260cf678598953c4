"""What kind of repository this is: asked before any level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from maturity.core.facts.configurations import Configurations
from maturity.core.facts.environments import Environments
from maturity.core.facts.infrastructure import GITOPS_TOOLS, Infrastructure
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.scripting import Scripting
from maturity.core.files import Files
from maturity.core.paths import is_sample
from maturity.core.pipeline import Act, Event
from maturity.core.readers.dependencies import LIBRARIES, Dependencies
from maturity.core.source import Source


class KindName(StrEnum):
    LIVE = "live-infra"
    APPLICATION = "app-with-infra"
    LIBRARY = "module-library"
    GITOPS = "gitops"
    TOOL = "tool"
    NONE = "none"


class Kind(Struct, frozen=True):
    """`name`, and why we think so, in one sentence with evidence."""

    name: KindName
    why: str
    evidence: tuple[Source, ...] = ()

    @property
    def has_level(self) -> bool:
        return self.name in {KindName.LIVE, KindName.APPLICATION, KindName.GITOPS}


_CODE = (
    ".py", ".js", ".jsx", ".ts", ".tsx", ".go", ".java", ".kt", ".rb", ".php", ".cs", ".rs", ".swift",
    ".c", ".cc", ".cpp", ".scala", ".vue", ".svelte", ".ex", ".html", ".css", ".scss",
)  # fmt: skip
_CONTENT = re.compile(r"(?:^|/)(?:content|posts?|_posts|blog)/.*\.(?:md|mdx|markdown)$")
_OWN_CODE = re.compile(
    r"(?:^|/)(?:scripts?|bin|hack|tools|utils|ci|lambdas?|functions?|cookbooks|roles)/|(?:^|/)index\.html$"
)
_IAC = (".tf", ".tofu", ".hcl", ".tfvars", ".bicep", ".yaml", ".yml", ".j2", ".pp", ".sls")
_CLOUD = frozenset(
    {
        "aws",
        "gcloud",
        "az",
        "boto3",
        "ansible",
        "chef",
        "puppet",
        "salt",
        "packer",
        "eksctl",
        "doctl",
        "nixos",
    }
)
_FRAMEWORKS = frozenset({"cdk", "cdktf", "pulumi"})
_FOR_OTHERS = frozenset({"kubernetes", "helm"})
_INSTALLERS = frozenset({"kubectl", "helm", "helmfile", "kustomize", "argocd", "flux", "skaffold", "werf"})
ENOUGH_CODE = 8
_TERRAFORM = (".tf", ".tofu")
FIXTURES_PER_FILE = 10
MANY = 10
_PUBLISHES = frozenset({("aws", "s3"), ("sam", "publish")})


def collect(
    files: Files,
    infrastructure: Infrastructure,
    configurations: Configurations,
    scripting: Scripting,
    pipelines: Pipelines,
    environments: Environments,
) -> Kind:
    code, config = _weigh(files.paths)
    is_application = code >= ENOUGH_CODE and code > config
    if published := _published(infrastructure, pipelines):
        many = _counted(len(infrastructure.stacks), "template")
        text = f"{many}, released for others; nothing here deploys them"
        return Kind(KindName.LIBRARY, text, published)
    if infrastructure.stacks:
        if is_application and _works_on_it(files.paths, infrastructure):
            text = "a program that works on infrastructure code: nearly all of that code is for its tests"
            return Kind(KindName.TOOL, text, tuple(stack.at for stack in infrastructure.stacks[:5]))
        if is_application and not _is_deployed(infrastructure, pipelines, environments):
            text = "an application; its charts and manifests are for those who install it"
            return Kind(KindName.TOOL, text, tuple(stack.at for stack in infrastructure.stacks[:5]))
        return _with_stacks(infrastructure, is_application=is_application)
    if library := _library(files, infrastructure, configurations):
        return library
    if scripting.scripts and (not is_application or _CLOUD & set(scripting.tools)):
        tools = ", ".join(scripting.tools)
        name = KindName.APPLICATION if is_application else KindName.LIVE
        return Kind(
            name,
            f"infrastructure is changed by scripts ({tools})",
            tuple(one.at for one in scripting.scripts[:5]),
        )
    if infrastructure.sample_only:
        text = "infrastructure code occurs only in examples and tests"
        return Kind(KindName.TOOL, text, infrastructure.sample_only[:5])
    return Kind(KindName.NONE, "no infrastructure code and no provisioning scripts were found")


def _published(infrastructure: Infrastructure, pipelines: Pipelines) -> tuple[Source, ...]:
    """Where many templates are put into a store with each release, when no pipeline deploys any."""
    stacks = infrastructure.stacks
    if len(stacks) < MANY or any(stack.tool != "cloudformation" for stack in stacks):
        return ()
    if pipelines.doing(Act.APPLY, Act.PLAN):
        return ()
    puts = (one for one in pipelines.after_merge(Act.DEPLOY) if one.words[:2] in _PUBLISHES)
    return tuple(dict.fromkeys(one.at for one in puts if Event.TAG in one.events))


def _works_on_it(paths: Iterable[str], infrastructure: Infrastructure) -> bool:
    """No state is kept for what little is not a fixture."""
    if any(stack.backend for stack in infrastructure.stacks):
        return False
    code = [is_sample(path) for path in paths if path.endswith(_TERRAFORM)]
    return sum(code) >= FIXTURES_PER_FILE * max(code.count(False), 1)


def _is_deployed(infrastructure: Infrastructure, pipelines: Pipelines, environments: Environments) -> bool:
    """Charts and manifests beside a program count when a pipeline deploys them, or environments use them."""
    if any(stack.tool not in _FOR_OTHERS for stack in infrastructure.stacks) or environments.several:
        return True
    deploys = pipelines.after_merge(Act.APPLY, Act.DEPLOY, Act.RECONCILE, Act.MUTATE)
    return any(one.tool in _INSTALLERS for one in deploys)


def _with_stacks(infrastructure: Infrastructure, *, is_application: bool) -> Kind:
    tools = {stack.tool for stack in infrastructure.stacks}
    evidence = tuple(stack.at for stack in infrastructure.stacks[:5])
    told = f"{_counted(len(infrastructure.stacks), 'stack')} ({', '.join(sorted(tools))})"
    if is_application:
        return Kind(KindName.APPLICATION, f"{told} beside an application", evidence)
    if tools <= GITOPS_TOOLS:
        return Kind(KindName.GITOPS, f"a controller in the cluster applies {told}", evidence)
    return Kind(KindName.LIVE, told, evidence)


def _library(files: Files, infrastructure: Infrastructure, configurations: Configurations) -> Kind | None:
    """Declared, and nobody in this repository runs it."""
    if infrastructure.declared:
        live = [one for one in configurations.live() if one.declares]
        shaped = sum(bool(one.variables) for one in live)
        told = (
            f"{_counted(len(live), 'module')} ({shaped} with variables), no backend and nothing starts them"
        )
        others = "what it declares is for others: nothing here says where it runs"
        return Kind(KindName.LIBRARY, told if live else others, infrastructure.declared[:5])
    for path, dependencies in files.of(Dependencies).items():
        for name, line in dependencies.lines.items():
            if LIBRARIES[name] in _FRAMEWORKS and "/" not in path and not is_sample(path):
                return Kind(
                    KindName.LIBRARY, f"it builds on {name} and has no project to run", (Source(path, line),)
                )
    return None


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _weigh(paths: Iterable[str]) -> tuple[int, int]:
    """How many files are an application's, and how many are infrastructure and its scripts."""
    counted = Counter(_side(path) for path in paths if not is_sample(path))
    return counted["code"], counted["config"]


def _side(path: str) -> str:
    if path.endswith(_IAC) and not path.startswith("."):
        return "config"
    if (path.endswith(_CODE) and not _OWN_CODE.search(path)) or _CONTENT.search(path):
        return "code"
    return ""
