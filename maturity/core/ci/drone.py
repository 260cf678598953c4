"""Drone and Woodpecker: every pipeline runs on every event unless `trigger` or `when` says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from maturity.core.ci._jobs import flag, literals, reach_both, run_steps, split
from maturity.core.ci._refs import lets_through
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci._tree import load
from maturity.core.ci._truth import Truth, any_of, both, negate, sorted_out
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, strings, text

_PATH = re.compile(r"\.drone\.ya?ml|\.woodpecker\.ya?ml|\.woodpecker/(?:[^/]+/)*[^/]+\.ya?ml")
_NAMES: dict[Event, frozenset[str]] = {
    Event.PULL_REQUEST: frozenset({"pull_request"}),
    Event.BRANCH: frozenset({"push"}), Event.DEFAULT: frozenset({"push"}),
    Event.TAG: frozenset({"tag", "release"}), Event.SCHEDULE: frozenset({"cron"}),
    Event.MANUAL: frozenset({"promote", "rollback", "custom", "manual", "deployment"}),
}  # fmt: skip
_BY_DEFAULT = (Event.PULL_REQUEST, Event.BRANCH, Event.DEFAULT, Event.TAG)


class DronePipeline(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> DronePipeline | None:
    jobs: list[Job] = []
    system = "woodpecker" if "woodpecker" in path else "drone"
    for document in load(data):
        body = mapping(document)
        if text(body.get("kind"), "pipeline") == "pipeline" and ("steps" in body or "pipeline" in body):
            jobs += _jobs(body)
    return DronePipeline(system=system, jobs=tuple(jobs), triggers=tuple(_triggers(jobs))) if jobs else None


reader = Reader("drone", 1, DronePipeline, lambda path: _PATH.fullmatch(path) is not None, read, ends=YAML)


def reach(
    path: str, workflow: DronePipeline, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    yield from reach_both(path, workflow, files)


def _triggers(jobs: list[Job]) -> Iterator[Trigger]:
    for event in Event:
        having = [job for job in jobs if event in (job.events or ())]
        if having:
            server = event is Event.SCHEDULE
            yield Trigger(
                event=event,
                line=having[0].line,
                certain=not server,
                note="the schedule is set up on the server" * server,
            )


def _jobs(body: Mapping) -> Iterator[Job]:
    """One job per set of conditions: steps of a pipeline share a workspace, not their `when`."""
    conditions = body.get("trigger", body.get("when"))
    name = text(body.get("name"), "default")
    limit = text(mapping(body.get("concurrency")).get("limit"))
    sure, maybe = sorted_out(Event, lambda event: _passes(conditions, event))
    steps = [step for entry in _entries(body) for step in _steps(*entry)]
    job = Job(
        id=name,
        line=body.key_lines.get("steps", body.line),
        steps=tuple(steps),
        env=literals(body.get("environment")),
        needs=tuple(strings(body.get("depends_on"))),
        serial="concurrency: 1" if limit == "1" else "",
    )
    yield from split(job, sure, maybe)


def _entries(body: Mapping) -> Iterator[tuple[str, Mapping]]:
    """Steps are a list, or (in Woodpecker) a mapping of name to step."""
    node = body.get("steps", body.get("pipeline"))
    if isinstance(node, Mapping):
        yield from ((name, mapping(step)) for name, step in node.items())
        return
    for child in items(node):
        yield text(mapping(child).get("name")), mapping(child)


def _steps(name: str, entry: Mapping) -> Iterator[Step]:
    """The step under what it surely runs on, and again under what it may run on."""
    sure, maybe = sorted_out(Event, lambda event: _passes(entry.get("when"), event, step=True))
    soft = (
        "failure: ignore"
        if text(entry.get("failure")) == "ignore"
        else "detach: true"
        if flag(entry.get("detach"))
        else ""
    )
    env = literals(entry.get("environment"))
    for events, certain in ((sure, True), (maybe, False)):
        if not events:
            continue
        for step in run_steps(joined(commands_in(entry.get("commands"))), name=name, env=env, soft=soft):
            yield msgspec.structs.replace(step, events=events, certain=certain)
        if "commands" not in entry and "image" in entry:
            image = re.sub(r":[^/:]*$", "", text(entry["image"]))
            plugin = Step(
                line=entry.line,
                name=name,
                uses=f"image:{image}",
                inputs=literals(entry.get("settings")),
                env=env,
                soft=soft,
            )
            yield msgspec.structs.replace(plugin, events=events, certain=certain)


def _passes(node: Node | None, event: Event, *, step: bool = False) -> Truth:
    """Whether conditions let an event through; a list of them is satisfied by any."""
    if event not in _NAMES:
        return False
    if node is None:
        return True if step else event in _BY_DEFAULT
    return any_of(_clause(mapping(child), event, step=step) for child in items(node))


def _clause(node: Mapping, event: Event, *, step: bool) -> Truth:
    answer: Truth = True if step else event in _BY_DEFAULT
    if "event" in node:
        include, exclude = _lists(node["event"])
        named = _NAMES[event]
        answer = (not include or bool(named & set(include))) and not named & set(exclude)
    elif "cron" in node:
        answer = event is Event.SCHEDULE
    if "branch" in node:
        answer = both(answer, _on_branch(node["branch"], event))
    if "ref" in node:
        include, exclude = _lists(node["ref"])
        answer = both(answer, _on_ref(include, exclude, event))
    if "status" in node and strings(node["status"]) == ["failure"]:
        answer = both(answer, None)
    if any(key in node for key in ("evaluate", "target", "instance", "repo")):
        answer = both(answer, None)
    return answer


def _lists(node: Node) -> tuple[list[str], list[str]]:
    if isinstance(node, Mapping):
        return strings(node.get("include")), strings(node.get("exclude"))
    return (strings(node), []) if not isinstance(node, Scalar) else ([str(node)], [])


def _on_branch(node: Node, event: Event) -> Truth:
    """For a pull request the branch is the one it goes to."""
    if event is Event.TAG:
        return True
    include, exclude = _lists(node)
    return lets_through(Event.BRANCH if event is Event.BRANCH else Event.DEFAULT, include, exclude)


def _on_ref(include: list[str], exclude: list[str], event: Event) -> Truth:
    prefix = {Event.PULL_REQUEST: "refs/pull", Event.TAG: "refs/tags/"}.get(event, "refs/heads/")
    if event is Event.PULL_REQUEST:
        inside = any(ref.startswith(("refs/pull", "refs/merge", "**")) for ref in include) or not include
        return both(inside, negate(any(ref.startswith("refs/pull") for ref in exclude)))
    mine = [ref.removeprefix(prefix) for ref in include if ref.startswith((prefix, "**"))]
    if include and not mine:
        return False
    where = event if event in {Event.BRANCH, Event.TAG} else Event.DEFAULT
    return lets_through(where, mine, [ref.removeprefix(prefix) for ref in exclude if ref.startswith(prefix)])
