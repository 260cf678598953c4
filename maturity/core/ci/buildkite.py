"""Buildkite: `.buildkite/pipeline.yml`; other files there run when a step or the server names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from maturity.core.ci._expression import Odd, Value, holds
from maturity.core.ci._jobs import flag, literals, reach_both, run_steps, split
from maturity.core.ci._refs import lets_through
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci._tree import load
from maturity.core.ci._truth import Truth, both, sorted_out
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, Sequence, items, mapping, strings, text

SYSTEM = "buildkite"
_PATH = re.compile(r"(?:^|/)\.buildkite/(?:[^/]+/)*[^/]+\.ya?ml$|^buildkite\.ya?ml$")
_ROOT = re.compile(r"^\.buildkite/pipeline\.ya?ml$|^buildkite\.ya?ml$")
_PUSHES = (Event.PULL_REQUEST, Event.BRANCH, Event.DEFAULT)
_DOTTED = re.compile(r"\bbuild\.(?:env\([^()]{0,100}\)|[\w.]{1,80})|\b(?:pipeline|organization)\.\w{1,40}")
_STEP_WORDS = frozenset(
    {"command", "commands", "block", "wait", "input", "trigger", "group", "label", "plugins"}
)


class BuildkitePipeline(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> BuildkitePipeline | None:
    document = next(iter(load(data)), None)
    steps = document if isinstance(document, Sequence) else mapping(document).get("steps")
    if steps is None or not any(_is_step(child) for child in items(steps)):
        return None
    jobs = tuple(_Steps().jobs(steps))
    line = document.line if document is not None else 1
    triggers = [
        Trigger(event=event, line=line, certain=event is not Event.SCHEDULE)
        for event in Event
        if any(event in (job.events or ()) for job in jobs)
    ]
    env = literals(mapping(document).get("env"))
    return BuildkitePipeline(system=SYSTEM, jobs=jobs, env=env, triggers=tuple(triggers))


reader = Reader(
    "buildkite", 2, BuildkitePipeline, lambda path: _PATH.search(path) is not None, read, ends=YAML
)


def reach(
    path: str, workflow: BuildkitePipeline, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """Only the main file surely runs."""
    if not _ROOT.match(path):
        doubted = tuple(msgspec.structs.replace(trigger, certain=False) for trigger in workflow.triggers)
        workflow = msgspec.structs.replace(workflow, triggers=doubted)
    yield from reach_both(path, workflow, files)


def _is_step(node: Node) -> bool:
    return (isinstance(node, Scalar) and text(node) in {"wait", "block", "waiter"}) or bool(
        _STEP_WORDS & mapping(node).keys()
    )


class _Steps:
    """What follows a block waits for the person who unblocks it."""

    def __init__(self) -> None:
        self._gate = ""

    def jobs(self, node: Node | None, outer: Mapping | None = None) -> Iterator[Job]:
        for child in items(node):
            entry = mapping(child)
            if isinstance(child, Scalar):
                self._gate = "block" if text(child) == "block" else self._gate
            elif "block" in entry or "input" in entry:
                self._gate = f"block: {text(entry.get('block'))}" if "block" in entry else self._gate
            elif "group" in entry:
                yield from self.jobs(entry.get("steps"), entry)
            elif "trigger" in entry:
                yield from self._made(entry, outer, uses=f"pipeline:{text(entry['trigger'])}")
            else:
                yield from self._made(entry, outer)

    def _made(self, entry: Mapping, outer: Mapping | None, uses: str = "") -> Iterator[Job]:
        conditions = [node for node in (outer, entry) if node is not None]
        written = " ".join(text(node.get("if")) for node in conditions)
        asked = (
            *_PUSHES,
            *([Event.TAG] if "build.tag" in written else []),
            *([Event.SCHEDULE] if "schedule" in written else []),
            *([Event.MANUAL] if '"ui"' in written else []),
        )
        sure, maybe = sorted_out(asked, lambda event: _runs(conditions, event))
        group = text(entry.get("concurrency_group"))
        job = Job(
            id=text(entry.get("key")) or text(entry.get("label")) or text(entry.get("name")) or "step",
            line=entry.line,
            uses=uses,
            steps=tuple(_steps(entry)),
            env=literals(entry.get("env")),
            gate=self._gate,
            soft="soft_fail" if _is_soft(entry.get("soft_fail")) else "",
            serial=f"concurrency_group: {group}" if group and text(entry.get("concurrency")) == "1" else "",
        )
        yield from split(job, sure - {Event.SCHEDULE}, maybe | (sure & {Event.SCHEDULE}))


def _is_soft(node: Node | None) -> bool:
    """Statuses may be listed, such as a linter's for warnings: then only a listed 1 lets a finding pass."""
    if not isinstance(node, Sequence):
        return flag(node)
    statuses = {text(one) or text(mapping(one).get("exit_status")) for one in node}
    return not statuses.isdisjoint({"1", "*"})


def _steps(entry: Mapping) -> Iterator[Step]:
    for node in items(entry.get("plugins")):
        for name, given in (
            [(str(node), mapping(None))] if isinstance(node, Scalar) else mapping(node).items()
        ):
            plain = name.partition("#")[0]
            plain = plain if "/" in plain else f"buildkite-plugins/{plain}"
            yield Step(line=node.line, uses=f"plugin:{plain}", inputs=literals(given))
    yield from run_steps(joined([*commands_in(entry.get("command")), *commands_in(entry.get("commands"))]))


def _runs(conditions: list[Mapping], event: Event) -> Truth:
    answer: Truth = True
    for node in conditions:
        if "branches" in node:
            answer = both(answer, _branches(" ".join(strings(node["branches"])).split(), event))
        if "if" in node:
            answer = both(answer, condition_holds(text(node["if"]), event))
    return answer


def _branches(patterns: list[str], event: Event) -> Truth:
    where = Event.BRANCH if event is Event.PULL_REQUEST else event
    if where not in {Event.BRANCH, Event.DEFAULT}:
        return where is not Event.TAG
    only = [pattern for pattern in patterns if not pattern.startswith("!")]
    return lets_through(where, only, [pattern[1:] for pattern in patterns if pattern.startswith("!")])


def condition_holds(condition: str, event: Event) -> Truth:
    """`build.branch == "main" && build.pull_request.id == null`, its names rewritten into variables."""
    change = event is Event.PULL_REQUEST
    tag = event is Event.TAG
    branch: Value = Event.BRANCH if change or event is Event.BRANCH else Event.TAG if tag else Event.DEFAULT
    known: dict[str, Value] = {
        "build_branch": branch,
        "build_tag": Event.TAG if tag else Odd.NULL,
        "pipeline_default_branch": Event.DEFAULT,
        "build_source": {Event.SCHEDULE: "schedule", Event.MANUAL: "ui"}.get(event, "webhook"),
        "build_pull_request_id": Odd.SOME if change else Odd.NULL,
        "build_pull_request_base_branch": Event.DEFAULT if change else Odd.NULL,
        "build_pull_request_draft": "false" if change else Odd.NULL,
    }
    return holds(_DOTTED.sub(lambda found: "$" + re.sub(r"\W+", "_", found[0]).strip("_"), condition), known)
