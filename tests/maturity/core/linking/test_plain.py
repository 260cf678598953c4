"""Reaching steps whose conditions the reader already answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.linking.plain import reach
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.source import Source

PUSH = Trigger(event=Event.DEFAULT, line=1)
CHANGE = Trigger(event=Event.PULL_REQUEST, line=2)


class Tree:
    """As much of `Files` as is asked for."""

    def __init__(self, workflows: Mapping[str, Workflow]) -> None:
        self.workflows = workflows
        self.paths = tuple(workflows)

    def has(self, path: str) -> bool:
        return path in self.workflows

    def get(self, path: str, kind: type[Struct]) -> Workflow | None:
        return self.workflows.get(path)


def run(workflow: Workflow, **templates: Workflow) -> list[Reached | Delegated]:
    others = {f"ci/{name}.yml": one for name, one in templates.items()}
    return list(reach("ci.yml", workflow, cast(Files, Tree(others))))


def workflow(
    *jobs: Job, triggers: tuple[Trigger, ...] = (PUSH, CHANGE), includes: tuple[str, ...] = ()
) -> Workflow:
    return Workflow(system="x", triggers=triggers, jobs=jobs, includes=includes)


def job(*steps: Step, events: frozenset[Event] | None = None, uses: str = "") -> Job:
    return Job(id="j", line=3, steps=steps, events=events, uses=uses, environment="prod")


def test_events_narrow_from_the_trigger_to_the_step() -> None:
    only = frozenset({Event.PULL_REQUEST, Event.TAG})
    both = workflow(job(Step(line=4, run="plan"), events=only), job(Step(line=5, run="all")))
    found = [one for one in run(both) if isinstance(one, Reached)]
    assert [one.events for one in found] == [{Event.PULL_REQUEST}, {Event.DEFAULT, Event.PULL_REQUEST}]
    assert found[0].context.environment == "prod"


def test_a_file_without_triggers_is_a_template() -> None:
    assert run(workflow(job(Step(line=4, run="plan")), triggers=())) == []


def test_a_template_of_steps_is_opened_with_its_parameters() -> None:
    step = Step(line=1, run="plan ${{ parameters.dir }} $X", cwd="${{ parameters.at }}")
    template = Workflow(system="x", inputs={"dir": "infra"}, jobs=(job(step),))
    caller = Step(line=4, uses="template:ci/plan.yml", inputs={"at": "./here"})
    (found,) = run(workflow(job(caller, Step(line=9, run="x"))), plan=template)[:1]
    assert isinstance(found, Reached)
    assert (found.run, found.cwd, found.path, found.via) == (
        "plan infra $X", "here", "ci/plan.yml", (Source("ci.yml", 4),)
    )  # fmt: skip
    assert [one.line for one in found.siblings] == [1, 9]


def test_an_include_brings_its_jobs_under_our_triggers() -> None:
    more = workflow(job(Step(line=2, run="m")), triggers=())
    (found,) = run(workflow(includes=("local:ci/*.yml",)), more=more)
    assert isinstance(found, Reached)
    assert found.events == {Event.DEFAULT, Event.PULL_REQUEST}


def test_what_lies_outside_is_delegated() -> None:
    found = run(workflow(job(uses="template:gone.yml"), includes=("remote:https://x/terraform-plan.yml",)))
    assert [one.ref for one in found if isinstance(one, Delegated)] == [
        "remote:https://x/terraform-plan.yml", "template:gone.yml"
    ]  # fmt: skip


def test_templates_that_include_each_other_stop() -> None:
    looping = workflow(job(Step(line=1, run="x")), triggers=(), includes=("local:ci/a.yml", "local:ci/b.yml"))
    found = run(workflow(includes=("local:ci/a.yml",)), a=looping, b=looping)
    assert len(found) == 2


def test_a_folder_known_only_at_run_time_is_none() -> None:
    (found,) = run(workflow(job(Step(line=4, run="x", cwd="$DIR"))))
    assert isinstance(found, Reached)
    assert found.cwd is None
