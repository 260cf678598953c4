"""The question most criteria ask: does the pipeline do this, at this moment, for this stack?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from maturity.core.criteria._negative import moments, searched
from maturity.core.criteria._outside import outside
from maturity.core.criterion import Finding, Strength, met, not_met, unknown
from maturity.core.facts.delivery import Delivery
from maturity.core.facts.stack import Stack
from maturity.core.fixes.soft import reports
from maturity.core.paths import environment
from maturity.core.pipeline import Act, Activity, Event
from maturity.core.source import Source

BEFORE = frozenset({Event.PULL_REQUEST, Event.BRANCH})
AFTER = frozenset({Event.DEFAULT, Event.TAG})
GATES = BEFORE | {Event.DEFAULT}  # what fails there stops the merge, or the apply behind it
ANY_TIME = frozenset(Event)
_BRANCH = re.compile(r"(?:push to|pull requests into) ([\w./-]{1,100})")


class Question(Struct, frozen=True, kw_only=True):
    """what   in the words of a sentence: "runs a plan on pull requests"
    acts      any of these answers it
    when      the events that count
    gates     its failure must be able to fail the build
    anywhere  it counts in whatever directory it runs
    """

    what: str
    acts: tuple[Act, ...]
    when: frozenset[Event]
    gates: bool = True
    anywhere: bool = False


def ask(question: Question, delivery: Delivery, stack: Stack | None = None) -> Finding:
    found = activities(question, delivery, stack)
    hard = [one for one in found if not (question.gates and one.soft)]
    if counting := [one for one in hard if is_certain(one)]:
        return answered(question, counting)
    if hard:
        return unknown(doubt(hard[0]), *trail(hard[0]), looked_at=_why(hard))
    if soft := [one for one in found if one.soft]:
        return not_met(reports(soft[0]), *trail(soft[0]), looked_at=searched(delivery))
    return outside(delivery, question.acts, question.when) or not_met(
        f"nothing {question.what}", looked_at=searched(delivery, question.acts, question.when)
    )


def activities(question: Question, delivery: Delivery, stack: Stack | None) -> list[Activity]:
    """What the pipeline does of that, at that moment, for that stack."""
    found = delivery.doing(question.acts, question.when, stack, anywhere=question.anywhere)
    wanted = stack.environment if stack else ""
    # the best evidence is the earliest, and speaks of the stack's own environment
    return sorted(found, key=lambda one: (not one.events & BEFORE, bool(wanted) and _elsewhere(one, wanted)))


def _elsewhere(one: Activity, wanted: str) -> bool:
    """Whether its job is named for another environment."""
    return environment(f"{one.context.job} {one.context.environment}".replace(" ", "/")) not in ("", wanted)


def is_certain(one: Activity) -> bool:
    """A branch named for an environment is where its changes are merged, whatever the default branch is."""
    branch = _BRANCH.fullmatch(one.note)
    return one.certain or (branch is not None and bool(environment(branch[1])))


def doubt(one: Activity) -> str:
    if one.events == {Event.SCHEDULE} and not one.context.crons:
        return f"{one.at} waits for a schedule of the server, which the files do not show"
    return f"{one.at} runs only under a condition that is known at run time"


def answered(question: Question, found: Sequence[Activity]) -> Finding:
    one = found[0]
    when = "" if one.act is Act.PLAN_COMMENT else f" {moments(one.events & question.when)}"
    how = one.note and f" ({one.note})"
    job = f", job {one.context.job}" if one.context.job else ""
    text = f"{one.tool or one.act.value}: {one.act.value}{when}{job}{how}"
    sources = [source for each in found for source in trail(each)]
    return met(text, *dict.fromkeys(sources), strength=Strength.WIRED)


def trail(one: Activity) -> tuple[Source, ...]:
    """The line that does it first, then the lines that lead there."""
    return (one.at, *one.via)


def _why(doubtful: Sequence[Activity]) -> list[str]:
    return [one.note for one in doubtful if one.note][:1]
