"""Jenkins: `Jenkinsfile`; what is built is set up on the server, unless the file speaks of branches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from maturity.core.ci._calls import Call, parse
from maturity.core.ci._jobs import reach_both
from maturity.core.ci.jenkins.reading import EVENTS, Walker, parameters_of
from maturity.core.facts.repository_name import RepositoryName
from maturity.core.files import Files
from maturity.core.linking.guess import might
from maturity.core.linking.reached import Reached
from maturity.core.paths import is_sample
from maturity.core.pipeline import Delegated, Event, Trigger, Workflow
from maturity.core.reader import Reader

SYSTEM = "jenkins"
SERVER_SIDE = "what starts the job is set up on the server"
_NAMED = re.compile(r"(?:^|/)(?:Jenkinsfile[^/]*|[^/]+\.jenkinsfile)$", re.IGNORECASE)
_LIBRARY = re.compile(r"^\s*@Library\b|^\s*library[\s(]", re.MULTILINE)
_CHANGES = re.compile(r"\bchangeRequest\b|\bCHANGE_(?:ID|TARGET|BRANCH)\b")
_BRANCHES = re.compile(
    r"\bbranch\s+(?:pattern\s*:\s*)?['\"]|\bBRANCH_NAME\b|\bBRANCH_IS_PRIMARY\b|\banyOf\b[^}]{0,200}\bbranch\b"
)
_PUSHED = frozenset({"githubPush", "pollSCM", "gitlab", "gitlabPush", "bitbucketPush"})


class Jenkinsfile(Workflow, frozen=True, kw_only=True):
    pass


def read(path: str, data: bytes) -> Jenkinsfile | None:
    source = data.decode("utf-8", "replace")
    calls = parse(source)
    parameters = dict(parameters_of(calls))
    walker = Walker(calls, parameters, library=_LIBRARY.search(source) is not None)
    walker.top(calls)
    serial = (
        "disableConcurrentBuilds"
        if any(call.name == "disableConcurrentBuilds" for call in _all(calls))
        else ""
    )
    return Jenkinsfile(
        system=SYSTEM, jobs=tuple(walker.jobs), triggers=tuple(_triggers(calls, source)), serial=serial
    )


reader = Reader("jenkins", 1, Jenkinsfile, lambda path: _NAMED.search(path) is not None, read)


def reach(
    path: str, workflow: Jenkinsfile, files: Files, here: RepositoryName | None = None
) -> Iterator[Reached | Delegated]:
    """Steps of shared libraries are somebody else's."""
    if is_sample(path):
        return
    for one in reach_both(path, workflow, files):
        if isinstance(one, Reached) and one.step.uses.startswith("library:"):
            yield Delegated(
                ref=one.step.uses,
                at=one.at,
                context=one.context,
                events=one.events,
                via=one.via,
                might=might(one.step.uses.removeprefix("library:")),
                inputs=one.inputs,
            )
        else:
            yield one


def _triggers(calls: tuple[Call, ...], source: str) -> Iterator[Trigger]:
    """A file that asks which branch or change it builds is built for each of them."""
    changes, branches = _CHANGES.search(source), _BRANCHES.search(source)
    pushed = False
    for call in _all(calls):
        for name, line, text in [(call.name, call.line, call.text()), *_among(call)]:
            if name == "cron":
                yield Trigger(event=Event.SCHEDULE, line=line, cron=text)
            elif name == "upstream":
                yield Trigger(event=Event.CALLED, line=line, certain=False, note="after another job")
            pushed = pushed or name in _PUSHED
    yield Trigger(
        event=Event.PULL_REQUEST, line=1, certain=changes is not None, note="" if changes else SERVER_SIDE
    )
    certain = branches is not None or changes is not None
    yield Trigger(event=Event.BRANCH, line=1, certain=certain, note="" if certain else SERVER_SIDE)
    known = certain or pushed
    yield Trigger(event=Event.DEFAULT, line=1, certain=known, note="" if known else SERVER_SIDE)
    if not known:
        yield Trigger(event=Event.CALLED, line=1, note=SERVER_SIDE)
    if "buildingTag" in source or "TAG_NAME" in source:
        yield Trigger(event=Event.TAG, line=1)


def _among(call: Call) -> Iterator[tuple[str, int, str]]:
    """Calls among the arguments, as in `properties([pipelineTriggers([cron('@daily')])])`."""
    for at, token in enumerate(call.args):
        if token.kind == "word" and token.value in {"cron", "upstream", *_PUSHED}:
            texts = [later.value for later in call.args[at + 1 : at + 8] if later.kind == "text"]
            yield token.value, token.line, next(iter(texts), "")


def _all(calls: Iterable[Call]) -> Iterator[Call]:
    for call in calls:
        yield call
        for block in call.blocks:
            yield from _all(block)


__all__ = ["EVENTS", "Jenkinsfile", "reach", "reader"]
