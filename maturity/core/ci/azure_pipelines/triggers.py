"""What starts an Azure pipeline: `trigger`, `pr`, `schedules`, and what they mean when they are not there."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.ci._refs import lets_through
from maturity.core.pipeline import Event, Trigger
from maturity.core.syntax.yaml import Mapping, Node, Scalar, items, mapping, strings, text

IMPLICIT_PR = (
    "no `pr:` key: pull requests are built by default, unless the server or a branch policy says otherwise"
)
IMPLICIT_PUSH = "no `trigger:` key: every push is built by default"


def triggers_of(body: Mapping) -> tuple[Trigger, ...]:
    """Every way the pipeline starts. A pipeline nothing starts can still be run by hand."""
    found = [*_pushes(body), *_changes(body), *_schedules(body), *_completions(body)]
    return tuple(found) or (Trigger(event=Event.MANUAL, line=body.key_lines.get("trigger", body.line)),)


def _off(node: Node | None) -> bool:
    return isinstance(node, Scalar) and text(node).lower() == "none"


def _filters(node: Node | None, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a filter includes and excludes: a list, or `{include: …, exclude: …}`."""
    inner = mapping(node).get(key)
    if isinstance(inner, Mapping):
        return tuple(strings(inner.get("include"))), tuple(strings(inner.get("exclude")))
    return tuple(strings(inner)), ()


def _branches(node: Node | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    include, exclude = _filters(node, "branches") if isinstance(node, Mapping) else (tuple(strings(node)), ())
    return tuple(map(_short, include)), tuple(map(_short, exclude))


def _short(branch: str) -> str:
    return branch.removeprefix("refs/heads/")


def _pushes(body: Mapping) -> Iterator[Trigger]:
    node = body.get("trigger")
    if _off(node):
        return
    line = body.key_lines.get("trigger", body.line)
    only, ignore = _branches(node)
    paths, paths_ignore = _filters(node, "paths")
    tags, _ = _filters(node, "tags")
    events = [Event.DEFAULT, Event.BRANCH] if only or not tags else []
    for event in events:
        answer = lets_through(event, only, ignore)
        if answer is not False:
            yield Trigger(
                event=event,
                line=line,
                branches=only,
                branches_ignore=ignore,
                paths=paths,
                paths_ignore=paths_ignore,
                certain=answer is True,
                note="" if node is not None else IMPLICIT_PUSH,
            )
    if tags or any(branch.startswith("refs/tags/") for branch in only):
        yield Trigger(event=Event.TAG, line=line, branches=tags)


def _changes(body: Mapping) -> Iterator[Trigger]:
    node = body.get("pr")
    if _off(node):
        return
    line = body.key_lines.get("pr", body.line)
    if node is None:
        yield Trigger(event=Event.PULL_REQUEST, line=line, certain=False, note=IMPLICIT_PR)
        return
    only, ignore = _branches(node)
    paths, paths_ignore = _filters(node, "paths")
    answer = lets_through(Event.DEFAULT, only, ignore)  # the filter is on the target branch
    if answer is not False:
        yield Trigger(
            event=Event.PULL_REQUEST,
            line=line,
            branches=only,
            branches_ignore=ignore,
            paths=paths,
            paths_ignore=paths_ignore,
            certain=answer is True,
        )


def _schedules(body: Mapping) -> Iterator[Trigger]:
    for node in items(body.get("schedules")):
        entry = mapping(node)
        only, ignore = _branches(entry)
        answer = lets_through(Event.DEFAULT, only, ignore)
        if "cron" in entry and answer is not False:
            yield Trigger(
                event=Event.SCHEDULE,
                line=entry.key_lines.get("cron", entry.line),
                cron=text(entry["cron"]),
                branches=only,
                certain=answer is True,
            )


def _completions(body: Mapping) -> Iterator[Trigger]:
    """Started when another pipeline completes, which the other one decides."""
    for node in items(mapping(body.get("resources")).get("pipelines")):
        entry = mapping(node)
        if "trigger" in entry and not _off(entry["trigger"]):
            name = text(entry.get("source"), text(entry.get("pipeline")))
            yield Trigger(
                event=Event.CALLED, line=entry.line, certain=False, note=f"after the pipeline {name}"
            )
