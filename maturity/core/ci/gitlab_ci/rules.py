"""When a GitLab job runs: `rules`, `only` and `except`, `when`, answered for one kind of pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from maturity.core.ci._expression import Value, holds
from maturity.core.ci._jobs import flag, literals
from maturity.core.ci._refs import by_glob, by_regex, lets_through
from maturity.core.ci._truth import Truth, any_of, both, negate
from maturity.core.linking.globs import selects_any
from maturity.core.pipeline import Event
from maturity.core.syntax import yaml

_BY_HAND = frozenset({"web", "api", "triggers", "pipelines", "chat", "external"})
_ON_A_BRANCH = frozenset({Event.BRANCH, Event.DEFAULT, Event.SCHEDULE, Event.MANUAL})


class Outcome(NamedTuple):
    """`certain` False: it may run. `when`: "on_success", "manual", "delayed", "always", "on_failure"."""

    certain: bool
    when: str
    soft: bool
    variables: dict[str, str] = {}


class Pipeline(NamedTuple):
    """One kind of pipeline: what started it, the variables it knows, the files it may see changed."""

    event: Event
    variables: Mapping[str, Value]
    paths: Callable[[], Iterable[str]]


def starts(workflow: yaml.Mapping, pipeline: Pipeline) -> Outcome | None:
    """`workflow:rules`: how such a pipeline is made, with the variables it is given; None when it is not."""
    if "rules" not in workflow:
        return Outcome(certain=True, when="always", soft=False)
    return _by_rules(workflow["rules"], pipeline, workflow)


def outcome_of(job: yaml.Mapping, pipeline: Pipeline, *, workflow_rules: bool) -> Outcome | None:
    """How the job takes part in the pipeline; None when it does not."""
    if "rules" in job:
        return _by_rules(job["rules"], pipeline, job)
    when = yaml.text(job.get("when"), "on_success")
    runs = _by_refs(job, pipeline, workflow_rules=workflow_rules)
    if runs is False or when == "never":
        return None
    return Outcome(runs is True, when, _soft(job))


def _by_rules(rules: yaml.Node, pipeline: Pipeline, job: yaml.Mapping) -> Outcome | None:
    """The first rule that matches decides; rules that may match make everything after them uncertain."""
    possible: list[Outcome | None] = []
    for node in yaml.items(rules):
        rule = yaml.mapping(node)
        matches = _rule_matches(rule, pipeline)
        if matches is False:
            continue
        possible.append(_of_rule(rule, job))
        if matches is True:
            break
    else:
        possible.append(None)
    running = [outcome for outcome in possible if outcome is not None]
    if not running:
        return None
    return running[0]._replace(certain=len(running) == len(possible))


def _of_rule(rule: yaml.Mapping, job: yaml.Mapping) -> Outcome | None:
    when = yaml.text(rule.get("when"), yaml.text(job.get("when"), "on_success"))
    if when == "never":
        return None
    soft = flag(rule["allow_failure"]) if "allow_failure" in rule else _soft(job)
    return Outcome(certain=True, when=when, soft=soft, variables=literals(rule.get("variables")))


def _soft(job: yaml.Mapping) -> bool:
    node = job.get("allow_failure")
    return "exit_codes" in node if isinstance(node, yaml.Mapping) else flag(node)


def _rule_matches(rule: yaml.Mapping, pipeline: Pipeline) -> Truth:
    answer: Truth = True
    if "if" in rule:
        answer = holds(yaml.text(rule["if"]), pipeline.variables)
    for key in ("changes", "exists"):
        if key in rule:
            answer = both(answer, _some_path(rule[key], pipeline.paths))
    if "changes" in rule and yaml.text(rule.get("when")) == "never":
        return False  # leaves out some changes, never all
    return answer


def _some_path(node: yaml.Node, tracked: Callable[[], Iterable[str]]) -> bool:
    """Whether any tracked file could satisfy a filter; a pattern with a variable could."""
    patterns = yaml.strings(node.get("paths") if isinstance(node, yaml.Mapping) else node)
    if any(mark in pattern for pattern in patterns for mark in "${"):
        return True
    return selects_any([pattern.removeprefix("/") for pattern in patterns], tracked())


def _by_refs(job: yaml.Mapping, pipeline: Pipeline, *, workflow_rules: bool) -> Truth:
    only, excluded = job.get("only"), job.get("except")
    if only is None and workflow_rules:
        inside: Truth = True  # with `workflow:rules` the default "branches and tags" falls away
    else:
        inside = _clause(only, pipeline, default=("branches", "tags"))
    return both(inside, negate(_clause(excluded, pipeline, default=()))) if excluded is not None else inside


def _clause(node: yaml.Node | None, pipeline: Pipeline, *, default: tuple[str, ...]) -> Truth:
    if not isinstance(node, yaml.Mapping):
        return any_of(_ref(ref, pipeline.event) for ref in (yaml.strings(node) or default))
    parts: list[Truth] = []
    if "refs" in node or default:
        parts.append(any_of(_ref(ref, pipeline.event) for ref in (yaml.strings(node.get("refs")) or default)))
    if "variables" in node:
        parts.append(any_of(holds(text, pipeline.variables) for text in yaml.strings(node["variables"])))
    if "changes" in node and default:
        parts.append(_some_path(node["changes"], pipeline.paths))
    return _combined(parts, every=bool(default))


def _combined(parts: Iterable[Truth], *, every: bool) -> Truth:
    """`only` wants all of its conditions, `except` is content with one."""
    if not every:
        return any_of(parts)
    answer: Truth = True
    for part in parts:
        answer = both(answer, part)
    return answer


def _ref(ref: str, event: Event) -> Truth:
    ref = ref.split("@", 1)[0]
    keywords = {
        "branches": event in _ON_A_BRANCH,
        "tags": event is Event.TAG,
        "merge_requests": event is Event.PULL_REQUEST,
        "external_pull_requests": None if event is Event.PULL_REQUEST else False,
        "schedules": event is Event.SCHEDULE,
        "pushes": event in {Event.BRANCH, Event.DEFAULT, Event.TAG},
    }
    if ref in keywords:
        return keywords[ref]
    if ref in _BY_HAND:
        return event is Event.MANUAL
    if event is Event.PULL_REQUEST:
        return False
    where = event if event in {Event.BRANCH, Event.TAG} else Event.DEFAULT
    if ref.startswith("$"):
        return where is Event.DEFAULT if ref.strip("${}") == "CI_DEFAULT_BRANCH" else None
    if ref.startswith("/") and ref.rstrip("i").endswith("/"):
        return lets_through(where, [ref.rstrip("i")[1:-1]], match=by_regex)
    return lets_through(where, [ref], match=by_glob)
