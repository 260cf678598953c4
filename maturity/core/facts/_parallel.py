"""Which stacks are the same thing in another environment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from maturity.core.facts.stack import Stack
from maturity.core.paths import environment

_NAMES = re.compile(
    r"[-_.]?(?<![a-z])(?:non-?prod|prod|production|prd|live|stage|staging|stg|preprod|uat|test|tst|qa|dev"
    r"|development|sandbox|demo)(?![a-z])",
    re.IGNORECASE,
)
_CHOSEN = re.compile(r"\((\w+)\)$")
REPEATED = 2  # folders that hold the same sub-folders this often stand for the same thing
MAX_BESIDE = 200
Segments = tuple[str, ...]


def parallel(stacks: Iterable[Stack]) -> dict[str, list[Stack]]:
    """environment -> its stacks, where the name really tells environments apart.

    It does when it is a whole folder or stack name ("prod/vpc"), when the same name occurs
    with another environment in it ("vpc-prod" beside "vpc-stage", or beside "vpc", which is
    then prod), and when a folder beside it repeats its sub-folders. A word in a longer name
    alone ("dev_worker") does not.
    """
    stacks = list(stacks)
    labels = _labels(stacks)
    projects = _projects(stacks)
    found: dict[str, list[Stack]] = {}
    for stack in stacks:
        name = (
            stack.environment if _is_whole(stack) else _label(stack, labels) or projects.get(stack.label, "")
        )
        if name:
            found.setdefault(name, []).append(stack)
    return found


def _projects(stacks: Sequence[Stack]) -> dict[str, str]:
    """Stacks of one Pulumi project beside prod: a name that tells no environment stands for itself."""
    beside: dict[str, list[Stack]] = {}
    for stack in stacks:
        if stack.tool == "pulumi":
            beside.setdefault(stack.directory, []).append(stack)
    return {
        stack.label: stack.environment or stack.name.rpartition("/")[2]
        for group in beside.values() if len({stack.environment for stack in group}) > 1
        for stack in group if any(other.environment == "prod" for other in group)
    }  # fmt: skip


def _label(stack: Stack, labels: Mapping[Segments, str]) -> str:
    segments = tuple(stack.directory.split("/"))
    known = (labels.get(segments[: index + 1], "") for index in reversed(range(len(segments))))
    return next(filter(None, known), "")


def _labels(stacks: Iterable[Stack]) -> dict[Segments, str]:
    """folder -> the environment it stands for, told by the folders beside it."""
    found: dict[Segments, str] = {}
    for parent, below in _groups(stacks).items():
        for name in below:
            known = environment(name)
            for other in _same_elsewhere(name, below) if known else ():
                found[(*parent, name)] = known
                found[(*parent, other)] = environment(other) or ("prod" if other == _bare(name) else other)
    return found


def _same_elsewhere(name: str, below: Mapping[str, set[Segments]]) -> list[str]:
    """Names beside this one that are the same thing in another environment."""
    others = [other for other in below if environment(other) != environment(name)][:MAX_BESIDE]
    return [
        other for other in others
        if _bare(other) == _bare(name) or _repeats(below[name] - {()}, below[other] - {()})
    ]  # fmt: skip


def _repeats(one: set[Segments], other: set[Segments]) -> bool:
    return len(one & other) >= max(REPEATED, min(len(one), len(other)) / 2)


def _groups(stacks: Iterable[Stack]) -> dict[Segments, dict[str, set[Segments]]]:
    """folder -> the names in it -> what lies below each, down to the stacks."""
    groups: dict[Segments, dict[str, set[Segments]]] = {}
    for stack in stacks:
        segments = tuple(stack.directory.split("/"))
        for index, segment in enumerate(segments):
            groups.setdefault(segments[:index], {}).setdefault(segment, set()).add(segments[index + 1 :])
    return groups


def _bare(name: str) -> str:
    """The name with its environment taken out, and what joined it to the rest."""
    return _NAMES.sub("", name)


def _is_whole(stack: Stack) -> bool:
    """The environment is the whole name of a folder or a stack, or chosen by a variables file."""
    words = [*stack.directory.split("/"), stack.name.rpartition("/")[2], *_CHOSEN.findall(stack.name)]
    telling = (word for word in words if word and not re.search(r"[-_.]", word))
    return any(environment(word) == stack.environment != "" for word in telling)
