"""A step that some trigger reaches: what CI systems hand over to `follow`."""

from __future__ import annotations

from msgspec import Struct, field

from maturity.core.pipeline import Context, Event, Step
from maturity.core.source import Source


class Reached(Struct, frozen=True, kw_only=True):
    """One step of one job, with the events that lead to it and everything known about it then.

    A step that runs for certain under some events and perhaps under others comes twice,
    once with `certain=True` and once with `certain=False`; a job with a literal matrix
    comes once per combination that makes a difference.

    path      the file the step is written in; `step.line` and `step.run_line` are lines of it
    step      as written (expressions kept); `step.events` and `step.condition` are already answered
    events    never empty
    soft      why a failure cannot fail the build, from the step, its job or a step or job that calls it
    via       the lines that lead here, outermost first: the calling job, the calling step; () when direct
    run       `step.run` with every known expression replaced; the others are left as they are
    cwd       folder from the top of the repository, "" at the top; None when known only at run time
    inputs    of `step.uses`, known expressions replaced
    env       of workflow, job and step, innermost wins, known expressions replaced
    siblings  all reached steps of the job in order, `run` and `inputs` resolved, the steps of local
              actions and templates following the step that calls them; `siblings[index]` is this one
    note      what a person should know ("depends on outputs of another job")
    """

    step: Step
    path: str
    context: Context
    events: frozenset[Event]
    certain: bool = True
    soft: str = ""
    via: tuple[Source, ...] = ()
    run: str = ""
    cwd: str | None = ""
    inputs: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    siblings: tuple[Step, ...] = ()
    index: int = 0
    note: str = ""

    @property
    def at(self) -> Source:
        return Source(self.path, self.step.line)


class Idle(Struct, frozen=True):
    """A trigger or a job that can never run, and why: shown when somebody looks for what is missing.

    `ci.github_actions.idle` gives them for one workflow.
    """

    at: Source
    reason: str
