"""From what runs in each world to what the criteria see: steps with all the events that reach them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from maturity.core.ci.github_actions.runs import JobRun, StepRun
from maturity.core.ci.github_actions.worlds import Start
from maturity.core.linking.guess import might
from maturity.core.linking.reached import Reached
from maturity.core.pipeline import Context, Delegated, Event, Step
from maturity.core.source import Source

MAX_SHOWN = 50_000  # steps of one workflow; what lies beyond is left out


class Seen:
    """One step of one job with its texts: in some worlds for certain, in others perhaps."""

    __slots__ = ("certain", "crons", "job", "note", "perhaps", "step")

    def __init__(self, job: JobRun, step: StepRun) -> None:
        self.job = job
        self.step = step
        self.certain: set[Event] = set()
        self.perhaps: set[Event] = set()
        self.crons: dict[str, None] = {}
        self.note = ""

    def add(self, start: Start, job: JobRun, step: StepRun) -> None:
        certain = start.certain and job.certain and step.certain
        (self.certain if certain else self.perhaps).add(start.world.event)
        self.note = self.note or start.note or job.note or step.note
        if start.world.cron:
            self.crons[start.world.cron] = None

    def same(self, job: JobRun, step: StepRun) -> bool:
        mine, own = self.step, self.job
        return (
            mine.run == step.run and mine.cwd == step.cwd and mine.soft == step.soft and own.soft == job.soft
            and mine.inputs == step.inputs and own.context == job.context and mine.env == step.env
            and mine.via == step.via
        )  # fmt: skip

    @property
    def soft(self) -> str:
        return self.job.soft or self.step.soft

    @property
    def events(self) -> frozenset[Event]:
        return frozenset(self.certain | self.perhaps)


class Outside(NamedTuple):
    ref: str
    at: Source
    via: tuple[Source, ...]
    inputs: tuple[tuple[str, str], ...]
    context: Context


def merged(worlds: Iterable[tuple[Start, tuple[JobRun, ...]]]) -> Iterator[Reached | Delegated]:
    """In the order of the file. A matrix gives one Reached per combination that makes a difference."""
    jobs: dict[tuple[tuple[str, int, int], ...], list[tuple[Start, JobRun]]] = {}
    left = MAX_SHOWN
    for start, runs in worlds:
        for run in runs:
            left -= len(run.steps) + 1
            if left > 0:
                jobs.setdefault(run.key, []).append((start, run))
    outside: dict[Outside, set[Event]] = {}
    shown: dict[tuple[object, ...], list[Seen]] = {}
    for key, members in sorted(jobs.items()):
        seen = _of_job(members, outside)
        apart = tuple((path, line) for path, line, _ in key)
        yield from _reached(seen, apart, shown)
    for one, events in outside.items():
        yield Delegated(
            ref=one.ref, at=one.at, context=one.context, events=frozenset(events), via=one.via,
            might=might(one.ref), inputs=dict(one.inputs),
        )  # fmt: skip


def _of_job(members: list[tuple[Start, JobRun]], outside: dict[Outside, set[Event]]) -> list[Seen]:
    """Every step any world reaches, in the job's order."""
    places: dict[tuple[int, ...], list[Seen]] = {}
    for start, job in members:
        if job.outside:
            at, inputs = _called_at(job), _pairs(job.inputs)
            _note(outside, start, Outside(job.outside, at, job.via, inputs, job.context))
        for step in job.steps:
            known = places.setdefault(step.place, [])
            seen = next((one for one in known if one.same(job, step)), None)
            if seen is None:
                seen = Seen(job, step)
                known.append(seen)
            seen.add(start, job, step)
            if step.outside:
                at, inputs = Source(step.path, step.step.line), _pairs(step.inputs)
                via = (*job.via, *step.via)
                _note(outside, start, Outside(step.step.uses, at, via, inputs, job.context))
    return [seen for _, known in sorted(places.items()) for seen in known]


def _reached(
    seen: list[Seen], apart: tuple[object, ...], shown: dict[tuple[object, ...], list[Seen]]
) -> Iterator[Reached]:
    siblings = tuple(_sibling(one) for one in seen)
    for index, one in enumerate(seen):
        if one.step.caller or one.step.outside:
            continue
        twins = shown.setdefault((apart, one.step.place), [])
        if any(twin.same(one.job, one.step) and twin.events >= one.events for twin in twins):
            continue
        twins.append(one)
        for events, certain in ((one.certain, True), (one.perhaps - one.certain, False)):
            if events:
                yield _one(one, frozenset(events), siblings, index, certain=certain)


def _one(
    seen: Seen, events: frozenset[Event], siblings: tuple[Step, ...], index: int, *, certain: bool
) -> Reached:
    step, job = seen.step, seen.job
    context = job.context
    if seen.crons and Event.SCHEDULE in events:
        context = msgspec.structs.replace(context, crons=tuple(seen.crons))
    return Reached(
        step=step.step, path=step.path, context=context, events=events, certain=certain, soft=seen.soft,
        via=(*job.via, *step.via), run=step.run, cwd=step.cwd, inputs=dict(step.inputs),
        env=dict(step.env), siblings=siblings, index=index, note=seen.note,
    )  # fmt: skip


def _sibling(seen: Seen) -> Step:
    step = seen.step
    return msgspec.structs.replace(
        step.step, run=step.run, inputs=dict(step.inputs), events=seen.events, soft=seen.soft
    )


def _note(outside: dict[Outside, set[Event]], start: Start, one: Outside) -> None:
    outside.setdefault(one, set()).add(start.world.event)


def _called_at(job: JobRun) -> Source:
    path, line, _ = job.key[-1]
    return Source(path, line)


def _pairs(inputs: object) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(inputs.items())) if isinstance(inputs, dict) else ()
