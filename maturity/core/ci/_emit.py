"""From "what would run under this event" to the reached steps, equal jobs of several events joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct, field

from maturity.core.linking.guess import might
from maturity.core.linking.plain import MAX_STEPS
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Context, Delegated, Event, Step
from maturity.core.source import Source


class Placed(Struct, frozen=True, kw_only=True):
    """A step ready to run: every expression that can be answered is.

    outside   it stands for something in another repository: `step.uses` says what
    cwd       from the top of the repository; None when known only at run time
    """

    step: Step
    path: str
    certain: bool = True
    soft: str = ""
    via: tuple[Source, ...] = ()
    cwd: str | None = ""
    env: dict[str, str] = field(default_factory=dict)
    outside: bool = False


class Started(Struct, frozen=True):
    """One job as one event starts it."""

    context: Context
    steps: tuple[Placed, ...]


def reached(started: Iterable[tuple[Event, Started]]) -> Iterator[Reached | Delegated]:
    """Each job once for all the events that start it alike, in order of first appearance."""
    events: dict[bytes, set[Event]] = {}
    jobs: dict[bytes, Started] = {}
    for event, job in started:
        key = msgspec.msgpack.encode(job)
        jobs[key] = job
        events.setdefault(key, set()).add(event)
    for key, job in jobs.items():
        yield from _job(job, frozenset(events[key]))


def _job(job: Started, events: frozenset[Event]) -> Iterator[Reached | Delegated]:
    steps = job.steps[:MAX_STEPS]
    siblings = tuple(one.step for one in steps if not one.outside)
    index = 0
    for one in steps:
        if one.outside:
            yield Delegated(
                ref=one.step.uses,
                at=Source(one.path, one.step.line),
                context=job.context,
                events=events,
                via=one.via,
                might=might(one.step.uses),
                inputs=one.step.inputs,
            )
            continue
        yield Reached(
            step=one.step,
            path=one.path,
            context=job.context,
            events=events,
            certain=one.certain,
            soft=one.soft,
            via=one.via,
            run=one.step.run,
            cwd=one.cwd,
            inputs=one.step.inputs,
            env=one.env,
            siblings=siblings,
            index=index,
        )
        index += 1
