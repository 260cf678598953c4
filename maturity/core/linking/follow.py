"""From the steps a trigger reaches to what they do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct, structs

from maturity.core import exit_code
from maturity.core.exit_code import ExitCode, PlanRun
from maturity.core.files import Files
from maturity.core.linking.done import Done, Frame
from maturity.core.linking.infra_tests import InfraTests
from maturity.core.linking.job import settled, shows_plan, speaks_of_plan
from maturity.core.linking.openers import OPENERS
from maturity.core.linking.outside import told
from maturity.core.linking.program_rules import ProgramRules
from maturity.core.linking.reached import Idle, Reached
from maturity.core.linking.uses import done_by
from maturity.core.linking.walk import Walk
from maturity.core.pipeline import Act, Activity, Delegated, Event, Shell
from maturity.core.readers._powershell import powershell_commands
from maturity.core.syntax.shell import Command, commands
from maturity.core.tools._deed import Needs

_PLANS = frozenset({Act.PLAN, Act.DRIFT_CHECK})
_FAILS_ON_CHANGES = ("--expect-no-changes", "--fail", "-detailed-exitcode")
_PROGRAM = re.compile(r"^[ \t]{0,40}(?:import|from|def|const|let|require|async|package)\b", re.MULTILINE)
MAX_SCRIPT = 200_000


class Followed(Struct, frozen=True):
    """Everything the given steps do, and what lies outside."""

    activities: tuple[Activity, ...]
    delegated: tuple[Delegated, ...]


class _Comment(Struct, frozen=True):
    """A comment whose own job makes no plan: it counts when the workflow does and it speaks of it."""

    one: Done
    step: Reached


def follow(steps: Iterable[Reached | Delegated | Idle], files: Files) -> Followed:
    """`steps` of one workflow, in order."""
    delegated: list[Delegated] = []
    activities: list[Activity] = []
    comments: list[_Comment] = []
    tests, rules = InfraTests(files), ProgramRules(files)
    for job in _jobs(steps, delegated):
        done = _done(job, files, delegated)
        siblings = job[0].siblings
        reached = {one.index: one for one in job}
        kept = rules.with_rules(settled(done, siblings, tests))
        for one in kept:
            step = reached[one.index]
            if one.deed.needs is not Needs.PLAN or shows_plan(one, kept, siblings):
                activities.append(_activity(one, step))
            elif not any(other.deed.act in _PLANS for other in kept):
                comments.append(_Comment(one, step))
    for each in delegated:
        activities += told(each)
    activities += _of_other_jobs(comments, activities)
    return Followed(tuple(_distinct(activities)), tuple(delegated))


def _jobs(steps: Iterable[Reached | Delegated | Idle], delegated: list[Delegated]) -> Iterator[list[Reached]]:
    """The reached steps job by job. Steps of one job share their siblings."""
    job: list[Reached] = []
    for step in steps:
        if isinstance(step, Delegated):
            delegated.append(step)
        elif isinstance(step, Reached):
            if job and not _same_job(job[-1], step):
                yield job
                job = []
            job.append(step)
    if job:
        yield job


def _same_job(one: Reached, other: Reached) -> bool:
    same = one.siblings is other.siblings or one.siblings == other.siblings
    return same and one.context == other.context and one.index <= other.index


def _done(job: list[Reached], files: Files, delegated: list[Delegated]) -> list[Done]:
    found: list[Done] = []
    for reached in job:
        for one in _of_step(reached, files):
            if isinstance(one, Delegated):
                delegated.append(one)
            else:
                found.append(structs.replace(one, index=reached.index))
    return found


def _of_step(reached: Reached, files: Files) -> Iterator[Done | Delegated]:
    step = reached.step
    walk = Walk(files, OPENERS)
    frame = Frame(
        path=reached.path,
        line=step.run_line or step.line,
        cwd=reached.cwd,
        shell=step.shell,
        events=reached.events,
        values={name: (value,) for name, value in reached.env.items() if "$" not in value},
        via=reached.via,
        soft=reached.soft,
        certain=reached.certain,
    )
    if step.uses:
        yield from done_by(reached, frame, walk, files)
    elif reached.run:
        read = _powershell if step.shell is Shell.OTHER else _commands
        yield from walk.run(structs.replace(frame, script=read(reached.run[:MAX_SCRIPT])))


@lru_cache(maxsize=4096)
def _commands(text: str) -> tuple[Command, ...]:
    """One script is run by many jobs of a matrix, and by every caller of a workflow."""
    return tuple(commands(text))


@lru_cache(maxsize=1024)
def _powershell(text: str) -> tuple[Command, ...]:
    """What is no shell is PowerShell, unless it is plainly a program."""
    return () if _PROGRAM.search(text) else tuple(powershell_commands(text))


def _activity(one: Done, step: Reached) -> Activity:
    deed = one.deed
    return Activity(
        act=deed.act,
        tool=deed.tool,
        at=one.at,
        context=step.context,
        events=one.events,
        via=one.via,
        certain=one.certain,
        soft=one.soft,
        directory=one.directory,
        flags=deed.flags,
        words=one.words,
        exit_code=_exit_code(one, step),
        note=deed.note or step.note,
    )


def _exit_code(one: Done, step: Reached) -> str:
    deed = one.deed
    if deed.act not in _PLANS or (one.command is None and "-detailed-exitcode" not in deed.flags):
        return ""
    if not exit_code.asks_for_detail(deed.flags, step.env) and not set(deed.flags) & set(_FAILS_ON_CHANGES):
        return ExitCode.FAILS_ON_ANY if _searched_for_changes(step.run) else ""
    if one.words[:2] == ("terramate", "run") and any("-sync-" in word for word in one.words):
        return ExitCode.DISTINGUISHED  # Terramate reads the code itself
    run = PlanRun(
        command=one.command,
        script=one.script,
        shell=one.shell,
        soft=step.soft,
        siblings=step.siblings,
        index=step.index,
    )
    return exit_code.of(run)


def _searched_for_changes(script: str) -> bool:
    """`… | grep -q "No changes"`: without these words there is drift, or an error."""
    return "No changes" in script and any(
        one.words[:1] in {("grep",), ("egrep",)} and any("No changes" in word for word in one.words)
        for one in _commands(script[:MAX_SCRIPT])
    )


def _of_other_jobs(comments: list[_Comment], activities: list[Activity]) -> Iterator[Activity]:
    for comment in comments:
        context = comment.step.context
        events = frozenset[Event]().union(
            *(
                one.events
                for one in activities
                if one.act in _PLANS and one.context.workflow == context.workflow
            )
        )
        names = (context.job, comment.step.path.rpartition("/")[2])
        if comment.one.events & events and speaks_of_plan(comment.step.siblings, names):
            yield _activity(comment.one, comment.step)


def _distinct(activities: Iterable[Activity]) -> Iterator[Activity]:
    seen: set[tuple[object, ...]] = set()
    for one in activities:
        key = (
            one.act,
            one.tool,
            one.at,
            one.context.workflow,
            one.context.job,
            one.events,
            one.certain,
            one.soft,
            one.directory,
            one.flags,
        )
        if key not in seen:
            seen.add(key)
            yield one
