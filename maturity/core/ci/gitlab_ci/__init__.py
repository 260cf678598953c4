"""GitLab CI: `.gitlab-ci.yml` with its includes, evaluated for each kind of pipeline."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci._emit import Started, reached
from maturity.core.ci._tree import load
from maturity.core.ci.gitlab_ci.jobs import Making
from maturity.core.ci.gitlab_ci.merging import GitLabPipeline, merged, read_body
from maturity.core.ci.gitlab_ci.rules import Pipeline, starts
from maturity.core.ci.gitlab_ci.world import world
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Trigger
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Scalar, mapping, text, walk

__all__ = ["GitLabPipeline", "reach", "reader"]

SYSTEM = "gitlab-ci"
ROOT = ".gitlab-ci.yml"
_PUSHES = (Event.PULL_REQUEST, Event.BRANCH, Event.DEFAULT, Event.TAG)
_BY_HAND = ('"web"', "'web'", '"api"', "'api'", '"trigger"', "'trigger'", '"pipeline"', "'pipeline'")


def read(path: str, data: bytes) -> GitLabPipeline | None:
    found = [document for document in load(data) if isinstance(document, Mapping)]
    if not found:
        return None
    body = found[-1]
    header = mapping(found[0].get("spec")) if len(found) > 1 else mapping(None)
    inputs = {
        name: text(mapping(value).get("default")) for name, value in mapping(header.get("inputs")).items()
    }
    return GitLabPipeline(system=SYSTEM, body=read_body(body), inputs=inputs, triggers=_triggers(body))


reader = Reader("gitlab_ci", 1, GitLabPipeline, lambda path: path == ROOT, read, ends=YAML)


def reach(
    path: str, workflow: GitLabPipeline, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """Everything `.gitlab-ci.yml` runs; a file that is only included runs nothing by itself."""
    config = merged(path, files) if path == ROOT else None
    if config is None:
        return
    making = Making(SYSTEM, path, config, files)
    yield from reached(_each(making, _events(config.body)))


def _each(making: Making, events: tuple[Event, ...]) -> Iterator[tuple[Event, Started]]:
    for event in events:
        for started in making.started(event):
            yield event, started


def _events(body: Mapping) -> tuple[Event, ...]:
    """Schedules and pipelines by hand are set up on the server: asked about when the file speaks of them."""
    words = [str(node) for node in walk(body) if isinstance(node, Scalar)]
    scheduled = any(
        word == "schedules" or ("CI_PIPELINE_SOURCE" in word and "schedule" in word) for word in words
    )
    manual = any(
        word in {"web", "api", "triggers"}
        or ("CI_PIPELINE_SOURCE" in word and any(one in word for one in _BY_HAND))
        for word in words
    )
    return (*_PUSHES, *([Event.SCHEDULE] if scheduled else []), *([Event.MANUAL] if manual else []))


def _triggers(body: Mapping) -> tuple[Trigger, ...]:
    """What starts a pipeline, as far as this one file tells."""
    workflow = mapping(body.get("workflow"))
    triggers = []
    for event in _events(body):
        made = starts(workflow, Pipeline(event, world(event), tuple))
        if made is not None:
            note = "the schedule is set up on the server" if event is Event.SCHEDULE else ""
            certain = made.certain and event is not Event.SCHEDULE
            triggers.append(Trigger(event=event, line=workflow.line, certain=certain, note=note))
    return tuple(triggers)
