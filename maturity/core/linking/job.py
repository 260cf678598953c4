"""What the steps of one job mean together: a comment that shows the plan, a policy on it, a test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from maturity.core.linking.done import Done
from maturity.core.linking.files_made import FilesMade, made_by
from maturity.core.linking.infra_tests import InfraTests
from maturity.core.linking.later_steps import hardened
from maturity.core.linking.rehearsals import rehearsed
from maturity.core.pipeline import Act, Event, Step
from maturity.core.tools._deed import Needs

_SHOWS = re.compile(
    r"(?<![a-z])(?:tf)?_?plan|diff|preview|terraform|tofu|terragrunt|pulumi|cdk|change-?set|drift",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"\$\{\{|\$\(|\$\w|\$\{")
# how steps ended says nothing of what they printed, unless a link leads there
_ENDED = re.compile(r"steps\.[\w-]{1,100}\.(?:outcome|conclusion)\b")
_TELLS_MORE = re.compile(
    r"\.outputs\b|stdout|read_?file|process\.env|(?:require|import)\s?\(|\$\(|\bcat\b"
    r"|\.(?:txt|md|json|log)\b|actions/runs/",
    re.IGNORECASE,
)
_ONLY_AFTER_FAILURE = re.compile(r"\b(?:failure|cancelled)\s{0,3}\(")
_PLANS = frozenset({Act.PLAN, Act.DRIFT_CHECK})
MAX_TEXT = 30_000


def settled(done: Sequence[Done], siblings: Sequence[Step], tests: InfraTests) -> list[Done]:
    """The deeds that count, given all that the job does, in order."""
    made = FilesMade()
    formatted = False
    found: list[Done] = []
    for one in done:
        made.note(one)
        formatted = formatted or one.deed.act is Act.FMT_WRITE
        if one.deed.needs is Needs.FORMATTER and not formatted:
            continue
        judged = tests.judged(made.judged(one))
        if judged is None or (judged.deed.needs is Needs.PLAN_FILE and not _fails_on_plan(judged)):
            continue
        found.append(judged)
    return _created_and_destroyed(rehearsed(hardened(found, siblings), siblings), siblings)


def _fails_on_plan(one: Done) -> bool:
    """A look into the plan counts when what it finds can end the script: by itself, or in a later `exit`."""
    command = one.command
    if one.deed.act is not Act.PLAN_POLICY or command is None:
        return False
    if {"-e", "--exit-status"} & set(one.deed.flags):
        return True
    marks = (f"${command.captured}", f"${{{command.captured}")
    return command.captured != "" and any(
        later.words[:1] == ("exit",)
        and later.words[1:2] != ("0",)
        and any(mark in test for test in later.when for mark in marks)
        for later in one.script
    )


def shows_plan(one: Done, job: Sequence[Done], siblings: Sequence[Step]) -> bool:
    """Whether a comment of this job shows a plan the job made before it."""
    before = [other for other in job if other.deed.act in _PLANS and other.index <= one.index]
    if not before:
        return False
    text = text_of(siblings[one.index]) if one.index < len(siblings) else ""
    if _ENDED.search(text) and not _TELLS_MORE.search(text):
        return False
    own = " ".join((*one.words, one.deed.note, text))[:MAX_TEXT]
    if one.deed.note or _SHOWS.search(own) or _OPAQUE.search(own):
        return True
    made = {name for other in before for name in made_by(other.deed, other.command, other.script)}
    return any(name in own for name in made)


def speaks_of_plan(siblings: Sequence[Step], names: Iterable[str]) -> bool:
    """Whether a job that comments, and plans nothing itself, is about a plan."""
    texts = (*names, *(text_of(step) for step in siblings))
    return any(_SHOWS.search(text[:MAX_TEXT]) for text in texts)


def text_of(step: Step) -> str:
    return "\n".join((step.name, step.run, step.condition, *step.inputs.values(), *step.env.values()))


def _created_and_destroyed(done: list[Done], siblings: Sequence[Step]) -> list[Done]:
    """An apply that the same job destroys again, whatever happens, is a test of something real."""
    destroys = [
        one
        for one in done
        if one.deed.act is Act.DESTROY and one.certain and not _after_failure(one, siblings)
    ]
    if not destroys:
        return done
    found = []
    for at, one in enumerate(done):
        undone = (
            one.deed.act is Act.APPLY
            and one.certain
            and any(
                one.events <= other.events and _same_place(one, other) and other in done[at + 1 :]
                for other in destroys
            )
        )
        if undone and one.events != {Event.MANUAL}:
            deed = structs.replace(
                one.deed, act=Act.INTEGRATION_TEST, note="applied and destroyed in one job"
            )
            one = structs.replace(one, deed=deed)
        found.append(one)
    return found


def _same_place(one: Done, other: Done) -> bool:
    return None in {one.directory, other.directory} or one.directory == other.directory


def _after_failure(one: Done, siblings: Sequence[Step]) -> bool:
    return one.index < len(siblings) and _ONLY_AFTER_FAILURE.search(siblings[one.index].condition) is not None
