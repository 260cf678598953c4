"""Signs that one configuration serves several environments, and whether their states are kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from maturity.core.facts.configurations import Configuration, Configurations
from maturity.core.facts.pipelines import Pipelines
from maturity.core.facts.stack import CLOUDFORMATION_PROGRAMS, Stack
from maturity.core.files import Files
from maturity.core.paths import environment, folder, is_sample
from maturity.core.pipeline import Act
from maturity.core.readers.ci_variables import CiVariables
from maturity.core.readers.cloudformation import Template
from maturity.core.readers.hcl import HclFile
from maturity.core.readers.kustomization import KustomizeFile
from maturity.core.readers.program import Program
from maturity.core.source import Source
from maturity.core.stacks._places import is_live, nearest
from maturity.core.stacks.helm import VALUES
from maturity.core.syntax.hcl import Block

_ACCOUNT = frozenset({
    "role_arn", "allowed_account_ids", "profile", "subscription_id", "project", "account_id", "assume_role",
})  # fmt: skip
_LITERAL = re.compile(r"\"[^\"$]+\"")
_WORKSPACE = "terraform.workspace"
LONGEST_NAME = 60
_FROM_OUTSIDE = re.compile(r"get_env\(|\$\{?(?:var|local)\.\w*env")


class Several(Struct, frozen=True):
    names: tuple[str, ...]
    evidence: tuple[Source, ...]


def _several(found: Mapping[str, Source]) -> Several | None:
    named = {name: at for name, at in found.items() if name}
    return Several(tuple(sorted(named)), tuple(named.values())) if len(named) > 1 else None


def own_accounts(places: Mapping[str, set[str]], configurations: Configurations) -> bool:
    """Whether the providers of each environment name accounts no other environment names."""
    accounts = []
    for directories in places.values():
        here = [
            configurations.directories[place] for place in directories if place in configurations.directories
        ]
        accounts.append({text for one in here for _, block in one.providers for text in _accounts(block)})
    return all(accounts) and len(set.union(*accounts)) == sum(map(len, accounts))


def _accounts(block: Block) -> Iterable[str]:
    for one in block.attributes:
        if one.name in _ACCOUNT:
            yield from _LITERAL.findall(one.value)
    for inner in block.blocks:
        yield from _accounts(inner)


def from_workspaces(configurations: Configurations) -> Several | None:
    """`terraform.workspace` decides something: the states are apart, the credentials may not be."""
    for one in configurations.live():
        for path, block in [*one.settings, *one.providers, *one.locals]:
            for attribute in _attributes(block):
                if _WORKSPACE in attribute[1]:
                    return Several(("the environments",), (Source(path, attribute[0]),))
        if found := next(_families(one), None):
            return Several(("the environments",), (found,))
    return None


def _families(one: Configuration) -> Iterator[Source]:
    """`workspaces { tags = … }` and `prefix`: one directory, many workspaces, each with a state."""
    for path, settings in one.settings:
        for backend in settings.blocks:
            for block in backend.of("workspaces"):
                yield from (
                    Source(path, item.line) for item in block.attributes if item.name in ("tags", "prefix")
                )


def _attributes(block: Block) -> Iterable[tuple[int, str]]:
    for one in block.attributes:
        yield one.line, one.value
    for inner in block.blocks:
        yield from _attributes(inner)


def from_pipelines(files: Files, stacks: Iterable[Stack]) -> Several | None:
    """Pipelines run one configuration for several environments, and its state's place comes from outside."""
    open_ended = [
        stack for stack in stacks if stack.backend and (stack.backend.partial or _is_computed(stack, files))
    ]
    if not open_ended:
        return None
    found: dict[str, Source] = {}
    for path, variables in files.of(CiVariables).items():
        for one in variables.lines:
            found.setdefault(environment(one.value) if len(one.value) < 30 else "", Source(path, one.line))
    return _several(found) or _from_files_of_values(files)


def _from_files_of_values(files: Files) -> Several | None:
    """Files named for an environment each, beside one another: "variables/dev.hcl", "variables/prod.hcl"."""
    by_folder: dict[str, dict[str, Source]] = {}
    for path in files.of(HclFile):
        stem = path.rpartition("/")[2].partition(".")[0]
        if stem.isalnum() and (name := environment(stem)) and is_live(path, files):
            by_folder.setdefault(folder(path), {}).setdefault(name, Source(path))
    return next(filter(None, map(_several, by_folder.values())), None)


def _is_computed(stack: Stack, files: Files) -> bool:
    """A terragrunt backend whose bucket or key is put together from an environment variable."""
    if stack.tool != "terragrunt" or stack.backend is None:
        return False
    content = files.get(stack.backend.at.path, HclFile)
    values = [text for block in content.blocks for _, text in _attributes(block)] if content else []
    return any(_FROM_OUTSIDE.search(value) for value in values)


def from_programs(files: Files, stacks: Iterable[Stack]) -> Several | None:
    """Stages named in a CDK program, or configurations of SAM."""
    found: dict[str, Source] = {}
    if any(stack.tool in ("cdk", "cdktf") for stack in stacks):
        for path, program in files.of(Program).items():
            for stage, line in program.stages if not is_sample(path) else ():
                found.setdefault(environment(stage), Source(path, line))
    for path, template in files.of(Template).items():
        for name in template.environments:
            found.setdefault(environment(name), Source(path, template.line))
    return _several(found)


_DEPLOYS = frozenset({"cdk", "pulumi", "sam", "cloudformation", "helm", "helmfile"})


def from_commands(pipelines: Pipelines, stacks: Iterable[Stack]) -> Several | None:
    """One program that pipelines deploy under the names of several environments."""
    tools = {stack.tool for stack in stacks} & _DEPLOYS
    if "cloudformation" in tools:
        tools |= CLOUDFORMATION_PROGRAMS
    found: dict[str, Source] = {}
    for one in pipelines.after_merge(Act.APPLY, Act.DEPLOY) if tools else ():
        if one.tool in tools:
            for word in one.words[2:]:
                found.setdefault(environment(word) if len(word) < LONGEST_NAME else "", one.at)
    return _several(found)


def from_folders(files: Files, stacks: Iterable[Stack]) -> Several | None:
    """Overlays of kustomize beside one another, values files of a chart."""
    places = [stack.directory for stack in stacks if stack.tool in ("kubernetes", "helm", "flux", "argocd")]
    if not places:
        return None
    beside: dict[str, dict[str, Source]] = {}
    for path in files.of(KustomizeFile):
        if is_live(path, files):
            _note_overlay(path, beside)
    found: dict[str, Source] = {}
    for path in files.paths:
        if (
            path.endswith((".yaml", ".yml"))
            and "values" in path
            and (hit := VALUES.search(path))
            and nearest(places, path) is not None
        ):
            found.setdefault(environment(hit[1] or hit[2] or ""), Source(path))
    return _several(found) or next(filter(None, map(_several, beside.values())), None)


def _note_overlay(path: str, beside: dict[str, dict[str, Source]]) -> None:
    """Under the folder that holds it: "development" among the kinds of an app's folders is no environment."""
    parent = ""
    for segment in folder(path).split("/"):
        if name := environment(segment):
            beside.setdefault(parent, {}).setdefault(name, Source(path))
        parent = f"{parent}/{segment}"


def in_one_state(configurations: Configurations, stacks: Sequence[Stack]) -> Several | None:
    """The only state there is calls a module for prod and again for another environment."""
    if len(stacks) != 1:
        return None
    one: Configuration | None = configurations.directories.get(stacks[0].directory)
    found: dict[str, Source] = {}
    for call in one.calls if one else ():
        found.setdefault(environment(call.name), call.at)
    several = _several(found)
    return several if several and "prod" in several.names else None
