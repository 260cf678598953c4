"""The situations a workflow can start in: one per event, branch and base that its filters allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from maturity.core.ci.github_actions import branches
from maturity.core.ci.github_actions.shape import On
from maturity.core.pipeline import Event

ORDINARY = frozenset({"opened", "synchronize", "reopened", "ready_for_review"})
DEFAULT_TYPES = ("opened", "synchronize", "reopened")
MAX_BRANCHES = 6
# Started by people or by other systems, in words a reader knows
_BY_HAND = frozenset({"workflow_dispatch", "repository_dispatch"})
_COMMENTS = frozenset({
    "issue_comment", "pull_request_review", "pull_request_review_comment", "discussion_comment",
})  # fmt: skip
_OTHERS = frozenset({
    "branch_protection_rule", "check_run", "check_suite", "create", "delete", "deployment",
    "deployment_status", "discussion", "fork", "gollum", "image_version", "issues", "label", "milestone",
    "page_build", "project", "project_card", "project_column", "public", "registry_package", "status",
    "watch",
})  # fmt: skip


class Ground(NamedTuple):
    """What is known of the repository. `default` is a guess unless `known`; `deploys` are other long-lived
    branches that conditions somewhere ask for."""

    repository: str = ""
    default: str = "main"
    known: bool = False
    deploys: tuple[str, ...] = ()


class World(NamedTuple):
    """One situation. Two that are equal make every condition equal.

    name     GitHub's name of the event
    branch   the branch (not the tag) the run is for; "" = the branch of some change
    base     of a pull request
    actions  `github.event.action` is one of these
    origin   the event of the run this one follows (workflow_run)
    """

    event: Event
    name: str
    branch: str = ""
    base: str = ""
    actions: frozenset[str] = frozenset()
    merged: bool = False
    cron: str = ""
    origin: str = ""


class Start(NamedTuple):
    world: World
    line: int
    certain: bool = True
    note: str = ""


def starts(on: On, ground: Ground) -> Iterator[Start]:
    """All but workflow_run, which depends on other files, and workflow_call, which starts nothing."""
    match on.name:
        case "push":
            yield from _push(on, ground)
        case "pull_request" | "pull_request_target":
            yield from _pull_request(on, ground)
        case "merge_group":
            yield Start(World(Event.PULL_REQUEST, on.name, ground.default), on.line, note="merge queue")
        case "schedule":
            yield Start(World(Event.SCHEDULE, on.name, ground.default, cron=on.cron), on.line)
        case "release":
            yield Start(World(Event.TAG, on.name), on.line)
        case name if name in _COMMENTS:
            yield Start(World(Event.COMMENT, name, ground.default), on.line)
        case name if name in _BY_HAND or name in _OTHERS:
            note = "" if name == "workflow_dispatch" else name
            branch = "" if name == "workflow_dispatch" else ground.default
            yield Start(World(Event.MANUAL, name, branch), on.line, note=note)


def is_event(name: str) -> bool:
    return name in _BY_HAND | _COMMENTS | _OTHERS or name in {
        "push", "pull_request", "pull_request_target", "merge_group", "schedule", "release", "workflow_run",
        "workflow_call",
    }  # fmt: skip


def filters_paths(on: On) -> bool:
    return on.name in {"push", "pull_request", "pull_request_target"}


def _push(on: On, ground: Ground) -> Iterator[Start]:
    of_branches = on.branches is not None or on.branches_ignore is not None
    of_tags = on.tags is not None or on.tags_ignore is not None
    if of_branches or not of_tags:
        for name, certain in _targets(on, ground):
            world = World(Event.DEFAULT, on.name, name)
            yield Start(world, on.line, certain, "" if certain else f"push to {name}")
        change = _change(on)
        if change is not None:
            yield Start(World(Event.BRANCH, on.name, "" if change == branches.CHANGE else change), on.line)
    if (of_tags or not of_branches) and on.tags != ():
        yield Start(World(Event.TAG, on.name), on.line)


def _pull_request(on: On, ground: Ground) -> Iterator[Start]:
    types = frozenset(on.types or DEFAULT_TYPES)
    for base, certain in _targets(on, ground) or _elsewhere(on):
        note = "" if certain else f"pull requests into {base}"
        opened = types - {"closed"}
        if opened:
            usual = bool(opened & ORDINARY)
            types_note = note if usual else f"types: {', '.join(sorted(opened))}"
            world = World(Event.PULL_REQUEST, on.name, base=base, actions=opened)
            yield Start(world, on.line, certain and usual, types_note)
        if "closed" in types:
            closed = World(Event.DEFAULT, on.name, base, base, frozenset({"closed"}), merged=True)
            yield Start(closed, on.line, certain, note or "types: closed")


def _targets(on: On, ground: Ground) -> list[tuple[str, bool]]:
    """The long-lived branches a filter lets through. Only the default branch is certain: that others
    exist, and that changes are merged into them, no file tells."""
    found = [(ground.default, True)] if branches.passes(on, ground.default) else []
    for name in dict.fromkeys([*branches.named(on), *ground.deploys]):
        literal = name in (on.branches or ())
        stale = ground.known and name in branches.COMMON
        if name == ground.default or stale or not (literal or branches.is_long_lived(name)):
            continue
        if branches.passes(on, name):
            found.append((name, False))
    return found[:MAX_BRANCHES]


def _elsewhere(on: On) -> list[tuple[str, bool]]:
    return [(name, False) for name in branches.named(on) if branches.passes(on, name)][:1]


def _change(on: On) -> str | None:
    """An example of a change's branch that a push filter lets through."""
    patterns = [one for one in branches.named(on) if one not in (on.branches or ())]
    candidates = patterns if on.branches is not None else [branches.CHANGE]
    usual = [one for one in candidates if not branches.is_long_lived(one) and branches.passes(on, one)]
    return branches.CHANGE if branches.CHANGE in usual else next(iter(usual), None)
