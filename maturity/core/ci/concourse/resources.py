"""What a Concourse pipeline watches: repositories, pull requests, the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from maturity.core.ci._jobs import literals
from maturity.core.ci._refs import lets_through
from maturity.core.pipeline import Event
from maturity.core.syntax.yaml import Mapping, Node, items, mapping, text

_CHANGE = re.compile(r"pull-?request|(?:^|[-_/])prs?(?:$|[-_/])|merge-?request", re.IGNORECASE)


class Resource(Struct, frozen=True):
    """`kind`: "git", "change" (a pull request), "time", "other"; `type` as written or its image."""

    name: str
    kind: str
    type: str
    branch: str = ""
    interval: str = ""
    source: dict[str, str] = {}


def resources_of(body: Mapping) -> dict[str, Resource]:
    images = {
        text(mapping(node).get("name")): text(mapping(mapping(node).get("source")).get("repository"))
        for node in items(body.get("resource_types"))
    }
    found = {}
    for node in items(body.get("resources")):
        entry = mapping(node)
        name, written = text(entry.get("name")), text(entry.get("type"))
        source = mapping(entry.get("source"))
        kind = "git" if written == "git" else "time" if written == "time" else "other"
        if _CHANGE.search(written) or _CHANGE.search(images.get(written, "")):
            kind = "change"
        every = text(source.get("interval")) or text(source.get("start"))
        found[name] = Resource(
            name,
            kind,
            images.get(written) or written,
            text(source.get("branch")),
            every or "by a time resource" if kind == "time" else "",
            literals(source),
        )
    return found


def event_of(resource: Resource) -> tuple[Event, bool]:
    if resource.kind == "change":
        return Event.PULL_REQUEST, True
    if resource.kind == "time":
        return Event.SCHEDULE, True
    if resource.kind == "git":
        return Event.DEFAULT, lets_through(
            Event.DEFAULT, [resource.branch] if resource.branch else []
        ) is True
    return Event.CALLED, False


def gets(node: Node | None) -> Iterator[Mapping]:
    for child in items(node):
        entry = mapping(child)
        if "get" in entry:
            yield entry
        for key in ("in_parallel", "aggregate", "do", "try"):
            inner = entry.get(key)
            yield from gets(inner.get("steps") if isinstance(inner, Mapping) and "steps" in inner else inner)
