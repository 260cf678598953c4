"""What was looked at, for an answer that is "no"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from maturity.core.facts.delivery import Delivery
from maturity.core.facts.pipelines import Pipelines
from maturity.core.pipeline import Act, Activity, Event

NEAREST = 3
NEVER: frozenset[Event] = frozenset()
_WORDS = {
    Event.PULL_REQUEST: "on pull requests",
    Event.BRANCH: "on every push",
    Event.DEFAULT: "after the merge",
    Event.TAG: "on a tag or release",
    Event.SCHEDULE: "on a schedule",
    Event.MANUAL: "by hand",
    Event.COMMENT: "when somebody comments",
    Event.CALLED: "when another workflow calls it",
}


def moments(events: Iterable[Event]) -> str:
    """ "by hand or on a schedule" """
    words = [_WORDS[event] for event in Event if event in set(events)]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def searched(delivery: Delivery, acts: Sequence[Act] = (), when: frozenset[Event] = NEVER) -> list[str]:
    """What was looked at: how many pipelines, then what came closest and what keeps it from counting."""
    workflows = delivery.pipelines.workflows
    if not workflows:
        told = "is not at the top: only a setting of the GitLab project starts it"
        return [f"{path} {told}" for path in delivery.pipelines.away[:NEAREST]] or [
            "no pipeline file was found"
        ]
    others = f" and {count(len(workflows) - 1, 'more workflow')}" if len(workflows) > 1 else ""
    close = [_told(one) for one in delivery.closest(acts, when)]
    return [f"{workflows[0].path}{others} read", *(close or _idle(delivery.pipelines))]


def _idle(pipelines: Pipelines) -> list[str]:
    idle = (one for workflow in pipelines.workflows for one in workflow.idle)
    return [f"{one.at}: {one.reason}" for one in islice(idle, NEAREST)]


def _told(one: Activity) -> str:
    does = f"{one.tool} ({one.act.value})" if one.tool else one.act.value
    told = f"nearest: {one.at} runs {does} {moments(one.events)}"
    if one.directory is not None:
        told += f", in {one.directory or 'the top folder'}"
    return told + (f"; {one.soft}" if one.soft else "")
