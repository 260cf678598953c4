"""Travis CI: `.travis.yml`, which builds every push and every pull request unless it says otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from maturity.core.ci._expression import Odd, Value, holds
from maturity.core.ci._jobs import flag, reach_both, run_steps, split
from maturity.core.ci._refs import by_glob, by_regex, lets_through
from maturity.core.ci._script import commands_in, joined
from maturity.core.ci._tree import first_mapping
from maturity.core.ci._truth import Truth, all_of, any_of, both, sorted_out
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Delegated, Event, Job, Step, Trigger, Workflow
from maturity.core.reader import YAML, Reader
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, strings, text

SYSTEM = "travis"
_EVENTS = (Event.PULL_REQUEST, Event.BRANCH, Event.DEFAULT, Event.TAG, Event.SCHEDULE)
_PHASES = ("before_install", "install", "before_script", "script")
_AFTER = ("before_cache", "after_success", "after_failure", "after_script")
_IN = re.compile(r"(\w+)\s+(NOT\s+)?IN\s*\(([^()]{0,300})\)", re.IGNORECASE)
_IS = re.compile(r"(\w+)\s+IS\s+(NOT\s+)?(present|blank)", re.IGNORECASE)
_WORDS = ((r"\bAND\b", "&&"), (r"\bOR\b", "||"), (r"\bNOT\b", "!"))
_COMPARED = re.compile(r"\b(\w+)\s*(!=|=~|!~|==?)\s*([^\s()&|\"']+)?")


class TravisConfig(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> TravisConfig | None:
    body = first_mapping(data)
    if body is None:
        return None
    jobs = tuple(_jobs(body))
    return TravisConfig(system=SYSTEM, jobs=jobs, triggers=tuple(_triggers(body, jobs)))


reader = Reader(
    "travis", 1, TravisConfig, lambda path: path in {".travis.yml", ".travis.yaml"}, read, ends=YAML
)


def reach(
    path: str, workflow: TravisConfig, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    yield from reach_both(path, workflow, files)


def _triggers(body: Mapping, jobs: tuple[Job, ...]) -> Iterator[Trigger]:
    for event in _EVENTS:
        if any(event in (job.events or ()) for job in jobs):
            server = event is Event.SCHEDULE
            yield Trigger(
                event=event,
                line=body.line,
                certain=not server,
                note="the schedule is set up on the server" * server,
            )


def _jobs(body: Mapping) -> Iterator[Job]:
    matrix = mapping(body.get("jobs", body.get("matrix")))
    stages = {
        text(mapping(node).get("name")): text(mapping(node).get("if")) for node in items(body.get("stages"))
    }
    included = [mapping(node) for node in items(matrix.get("include"))]
    if not included or (any(key in body for key in ("env", "language")) and "script" in body and not stages):
        yield from _job(body, body, [text(body.get("if"))])
    stage = "test"
    for entry in included:
        stage = text(entry.get("stage"), stage)
        yield from _job(
            entry, body, [text(body.get("if")), stages.get(stage, ""), text(entry.get("if"))], stage
        )


def _job(entry: Mapping, body: Mapping, conditions: list[str], stage: str = "") -> Iterator[Job]:
    steps = [step for phase in _PHASES for step in _phase(entry.get(phase, body.get(phase)), "")]
    steps += [step for phase in _AFTER for step in _phase(entry.get(phase, body.get(phase)), phase)]
    deploys = [
        step for node in items(entry.get("deploy", body.get("deploy"))) for step in _deploy(mapping(node))
    ]
    if not steps and not deploys:
        return
    scheduled = any("cron" in condition for condition in conditions)
    events = _EVENTS if scheduled else _EVENTS[:-1]
    sure, maybe = sorted_out(events, lambda event: _runs(body, conditions, event))
    maybe |= sure & {Event.SCHEDULE}
    job = Job(
        id=text(entry.get("name"), stage or "build"),
        line=entry.line,
        steps=(*steps, *deploys),
        env=_env(body, entry),
    )
    yield from split(job, sure - {Event.SCHEDULE}, maybe)


def _phase(node: Node | None, soft: str) -> tuple[Step, ...]:
    return run_steps(joined(commands_in(node)), soft=soft)


def _deploy(node: Mapping) -> Iterator[Step]:
    """Never for a pull request, and only on the default branch unless `on` says otherwise."""
    on = mapping(node.get("on"))
    condition = "condition" in on or ("repo" in on and "$" in text(on["repo"]))
    branches = (
        strings(on.get("branch"))
        if not isinstance(on.get("branch"), Mapping)
        else list(mapping(on["branch"]))
    )
    pushes = (Event.DEFAULT, Event.BRANCH)
    if flag(on.get("all_branches")):
        sure, maybe = frozenset(pushes), frozenset[Event]()
    else:
        sure, maybe = sorted_out(pushes, lambda event: lets_through(event, branches or ["main"]))
    if flag(on.get("tags")):
        sure, maybe = frozenset({Event.TAG}), frozenset()
    for events, certain in ((sure, not condition), (maybe, False)):
        if not events:
            continue
        for script in joined(commands_in(node.get("script"))):
            yield Step(
                line=script.line, run=script.text, run_line=script.line, events=events, certain=certain
            )
        if "script" not in node:
            yield Step(
                line=node.line, uses=f"deploy:{text(node.get('provider'))}", events=events, certain=certain
            )


def _env(body: Mapping, entry: Mapping) -> dict[str, str]:
    """`env: global:` as "A=b C=d" lines or as mappings; a matrix of values is left out."""
    found: dict[str, str] = {}
    env = body.get("env")
    for node in [*items(mapping(env).get("global")), *items(entry.get("env") if entry is not body else None)]:
        if isinstance(node, Mapping):
            found.update({key: text(value) for key, value in node.items() if key != "secure"})
        elif isinstance(node, Scalar):
            found.update(re.findall(r"(\w+)=[\"']?([^\s\"']*)", node)[:50])
    return found


def _runs(body: Mapping, conditions: list[str], event: Event) -> Truth:
    answers = [condition_holds(condition, event) for condition in conditions if condition]
    branches = body.get("branches")
    only, ignore = strings(mapping(branches).get("only")), strings(mapping(branches).get("except"))
    if isinstance(branches, Mapping) and event is not Event.TAG:
        answers.append(_branch(only, ignore, Event.BRANCH if event is Event.BRANCH else Event.DEFAULT))
    elif only:
        answers.append(any_of(_named(name, Event.TAG) for name in only))
    return all_of(answers)


def _branch(only: list[str], ignore: list[str], event: Event) -> Truth:
    """For a pull request the branch is the one it goes to."""
    inside: Truth = any_of(_named(name, event) for name in only) if only else True
    outside = all_of(lets_through(event, [], [_pattern(name)], match=_matcher(name)) for name in ignore)
    return both(inside, outside)


def _named(name: str, event: Event) -> Truth:
    return lets_through(event, [_pattern(name)], match=_matcher(name))


def _pattern(name: str) -> str:
    return name[1:-1] if _is_regex(name) else name


def _matcher(name: str) -> Callable[[str, str], Truth]:
    return by_regex if _is_regex(name) else by_glob


def _is_regex(name: str) -> bool:
    return len(name) > 1 and name.startswith("/") and name.endswith("/")


def condition_holds(condition: str, event: Event) -> Truth:
    """`branch = main AND type = push`, rewritten into the common form of conditions."""
    written = _IN.sub(lambda m: _listed(m[1], m[3], negated=bool(m[2])), condition[:1_000])
    written = _IS.sub(
        lambda m: f"{'!' if bool(m[2]) == (m[3].lower() == 'present') else ''}(${m[1]})", written
    )
    for word, mark in _WORDS:
        written = re.sub(word, mark, written, flags=re.IGNORECASE)
    written = _COMPARED.sub(_comparison, written)
    tag = event is Event.TAG
    kinds = {Event.PULL_REQUEST: "pull_request", Event.SCHEDULE: "cron"}
    known: dict[str, Value] = {
        "type": kinds.get(event, "push"),
        "branch": event if event in {Event.BRANCH, Event.TAG} else Event.DEFAULT,
        "tag": Event.TAG if tag else Odd.NULL,
        "fork": "false",
        "head_branch": Event.BRANCH if event is Event.PULL_REQUEST else Odd.NULL,
    }
    return holds(written, known)


def _comparison(found: re.Match[str]) -> str:
    operator = "==" if found[2] == "=" else found[2]
    value = found[3] or ""
    if value and operator in {"=~", "!~"}:
        value = f"/{value.replace('/', chr(92) + '/')}/"
    elif value:
        value = f'"{value}"'
    return f"${found[1]} {operator} {value}"


def _listed(name: str, values: str, *, negated: bool) -> str:
    parts = " || ".join(f'{name} = "{value.strip()}"' for value in values.split(",")) or '""'
    return f"!({parts})" if negated else f"({parts})"
