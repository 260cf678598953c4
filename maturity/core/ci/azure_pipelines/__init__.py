"""Azure Pipelines: recognised by content, because the file may have any name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from maturity.core.ci._emit import Started, reached
from maturity.core.ci._tree import first_mapping, pack
from maturity.core.ci.azure_pipelines.expression import Ref, Value
from maturity.core.ci.azure_pipelines.triggers import triggers_of
from maturity.core.ci.azure_pipelines.walking import AzurePipeline, Walker
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.paths import folder as folder_of
from maturity.core.paths import is_sample, join
from maturity.core.pipeline import Delegated, Event
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Sequence, mapping, text, walk

__all__ = ["AzurePipeline", "reach", "reader"]

SYSTEM = "azure-pipelines"
_NAMED = re.compile(r"(?:^|/)[^/]*(?:azure|pipeline)[^/]*\.ya?ml$", re.IGNORECASE)
_PLACED = re.compile(
    r"(?:^|/)(?:\.azure[\w.-]*|azure-?pipelines?|\.?pipelines?|ci|\.ado|\.azdo|\.?devops)/(?:[^/]+/){0,3}[^/]+\.ya?ml$",
    re.IGNORECASE,
)
_ROOT_NAME = re.compile(r"azure[-_.]?pipelines?[^/]*\.ya?ml$|^pipelines?\.ya?ml$", re.IGNORECASE)
_LOOKS = re.compile(rb"^(?:stages|jobs|steps|extends|variables)[ \t]*:", re.MULTILINE)
_ROOT_KEYS = frozenset({"trigger", "pr", "schedules", "resources", "pool", "extends"})
_STEP_KEYS = frozenset({"script", "bash", "pwsh", "powershell", "task", "checkout", "template"})


def wants(path: str) -> bool:
    return _NAMED.search(path) is not None or _PLACED.search(path) is not None


def read(path: str, data: bytes) -> AzurePipeline | None:
    name = path.rpartition("/")[2]
    if _LOOKS.search(data) is None:
        return None
    try:
        body = first_mapping(data)
    except ValueError:
        if "azure" in name.lower():
            raise
        return None  # a chart's template, another system's file: not ours to complain about
    if body is None or not _is_azure(body):
        return None
    rooted = bool(_ROOT_KEYS & body.keys()) or _named_as_root(name)
    rooted = rooted and bool({"stages", "jobs", "steps", "extends"} & body.keys())
    return AzurePipeline(
        system=SYSTEM,
        name=text(body.get("name")),
        body=pack(body),
        includes=tuple(_templates(body)),
        triggers=triggers_of(body) if rooted else (),
    )


reader = Reader("azure_pipelines", 1, AzurePipeline, wants, read, ends=YAML)


def reach(
    path: str, workflow: AzurePipeline, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """Everything the pipeline runs. Templates, samples and files others take in run nothing by themselves."""
    if not workflow.triggers or is_sample(path) or _taken_in(path, files):
        return
    yield from reached(_each(path, workflow, files))


def _each(path: str, workflow: AzurePipeline, files: Files) -> Iterator[tuple[Event, Started]]:
    crons = tuple(trigger.cron for trigger in workflow.triggers if trigger.cron)
    certain = {trigger.event for trigger in workflow.triggers if trigger.certain}
    for event in dict.fromkeys(trigger.event for trigger in workflow.triggers):
        walker = Walker(SYSTEM, path, files, predefined(event), crons)
        for started in walker.started(parameters_known=event is not Event.MANUAL):
            yield event, started if event in certain else doubted(started)


def doubted(started: Started) -> Started:
    steps = tuple(msgspec.structs.replace(one, certain=False) for one in started.steps)
    return Started(started.context, steps)


def predefined(event: Event) -> dict[str, Value]:
    """The variables Azure sets for a run that `event` starts."""
    change = event is Event.PULL_REQUEST
    branch = Event.BRANCH if event is Event.BRANCH else Event.DEFAULT
    tag = event is Event.TAG
    reasons = {
        Event.PULL_REQUEST: "PullRequest",
        Event.SCHEDULE: "Schedule",
        Event.MANUAL: "Manual",
        Event.CALLED: "ResourceTrigger",
    }
    source: Value = (
        "refs/pull/1/merge" if change else Ref(Event.TAG, "refs/tags/") if tag else Ref(branch, "refs/heads/")
    )
    name: Value = "merge" if change else Ref(Event.TAG) if tag else Ref(branch)
    target: Value = Ref(Event.DEFAULT, "refs/heads/") if change else None
    return {
        "Build.Reason": reasons.get(event, "IndividualCI"),
        "Build.SourceBranch": source,
        "Build.SourceBranchName": name,
        "System.PullRequest.TargetBranch": target,
        "System.PullRequest.TargetBranchName": Ref(Event.DEFAULT) if change else None,
        "System.PullRequest.SourceBranch": Ref(Event.BRANCH, "refs/heads/") if change else None,
        "System.PullRequest.PullRequestId": "1" if change else None,
        "System.PullRequest.PullRequestNumber": "1" if change else None,
        "System.PullRequest.IsFork": "False",
        "Agent.JobStatus": "Succeeded",
    }


def _is_azure(body: Mapping) -> bool:
    stages, jobs, steps = (_children(body.get(key)) for key in ("stages", "jobs", "steps"))
    if any({"stage", "template"} & stage.keys() or _directive(stage) for stage in stages):
        return True
    if any({"job", "deployment", "template"} & job.keys() or _directive(job) for job in jobs):
        return True
    if any(_STEP_KEYS & step.keys() or _directive(step) for step in steps):
        return True
    if "template" in mapping(body.get("extends")):
        return True
    return "variables" in body and body.keys() <= {"variables", "parameters"}


def _named_as_root(name: str) -> bool:
    return _ROOT_NAME.search(name) is not None and "template" not in name.lower()


def _children(node: Node | None) -> list[Mapping]:
    return [child for child in node if isinstance(child, Mapping)] if isinstance(node, Sequence) else []


def _directive(node: Mapping) -> bool:
    return any(key.startswith("${{") for key in node)


def _templates(body: Mapping) -> list[str]:
    """What it takes in, as written, so that a template is not taken for a pipeline."""
    found = {
        text(node.get("template")) for node in walk(body) if isinstance(node, Mapping) and "template" in node
    }
    return sorted(ref for ref in found if ref and "@" not in ref.removesuffix("@self"))


def _taken_in(path: str, files: Files) -> bool:
    for other, workflow in files.of(AzurePipeline).items():
        for ref in workflow.includes if other != path else ():
            name = ref.removesuffix("@self")
            if path in (join(folder_of(other), name), join("", name.lstrip("/"))):
                return True
    return False
