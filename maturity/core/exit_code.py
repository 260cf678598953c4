"""What becomes of the exit code of `plan -detailed-exitcode`: 0 in sync, 1 error, 2 changes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from maturity.core.pipeline import Shell, Step
from maturity.core.syntax.shell import Command


class ExitCode(StrEnum):
    """How the pipeline consumes the code."""

    DISTINGUISHED = "distinguished"
    FAILS_ON_ANY = "fails on any"
    LOST_WRAPPER = "lost in the wrapper"
    LOST_PIPE = "lost in a pipe"
    DEAD_BRANCH = "dead branch"
    IGNORED = "ignored"
    UNKNOWN = "unknown"


SENTENCE = {
    ExitCode.DISTINGUISHED: "Changes (2) are told from an error (1).",
    ExitCode.FAILS_ON_ANY: "The job fails on changes and on an error alike: "
    "nobody can tell drift from a broken run.",
    ExitCode.LOST_WRAPPER: "The setup action's wrapper turns exit code 2 into success and nothing reads its "
    "`exitcode` output: changes are never reported.",
    ExitCode.LOST_PIPE: "The plan is piped without pipefail: "
    "its exit code is replaced by that of the last command.",
    ExitCode.DEAD_BRANCH: "The shell stops at the plan, "
    "so the lines that look at the exit code are never reached.",
    ExitCode.IGNORED: "The step may fail and nothing reads the result.",
    ExitCode.UNKNOWN: "How the exit code is used could not be followed.",
}

_WRAPPERS = {"hashicorp/setup-terraform": "terraform_wrapper", "opentofu/setup-opentofu": "tofu_wrapper"}
_DETAILED = re.compile(r"-detailed-exitcode(?!=(?:false|0))")
_READS = re.compile(r"\$\?|\$\{?PIPESTATUS|\$LASTEXITCODE")
_SECOND = re.compile(
    r"(?:-eq|-ne|-ge|-gt|==|!=|=)[\s\"']{0,3}2\b|^2\)?$|\b2[\s\"']{0,3}(?:-eq|==|=)|exitcode.{0,20}\b2\b"
)
_OUTPUT = re.compile(r"GITHUB_OUTPUT|GITHUB_ENV|set-output|setvariable")


class PlanRun(Struct, frozen=True, kw_only=True):
    """One plan that asks for the detailed code, and what follows it.

    command   as it stands in `script`, the commands of its file in order; None when an action plans
    shell     how that script was started
    soft      why the step's failure does not count, or ""
    step      of the job; `siblings[index]` is the step itself
    """

    command: Command | None = None
    script: Sequence[Command] = ()
    shell: Shell = Shell.ERREXIT
    soft: str = ""
    siblings: Sequence[Step] = ()
    index: int = 0


def asks_for_detail(flags: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether exit code 2 can happen at all: by option, or by TF_CLI_ARGS."""
    named = [env.get(name, "") for name in ("TF_CLI_ARGS", "TF_CLI_ARGS_plan")]
    return any(_DETAILED.search(text) for text in (*flags, *named))


def of(run: PlanRun) -> ExitCode:
    """Where exit code 2 ends up."""
    if _step_output_read(run, "outputs.exitcode") and (_wrapped(run) or not _writes_it(run)):
        return ExitCode.DISTINGUISHED
    if run.command is None:
        return ExitCode.FAILS_ON_ANY if not run.soft else _by_outcome(run)
    if _wrapped(run):
        return ExitCode.LOST_WRAPPER
    if _lost_in_pipe(run.command, run.shell):
        return _in_pipe(run)
    stops = _stops(run.command, run.shell)
    if stops:
        if _reads_later(run):
            return ExitCode.DEAD_BRANCH
        return _by_outcome(run) if run.soft else ExitCode.FAILS_ON_ANY
    return _kept(run)


def _kept(run: PlanRun) -> ExitCode:
    """The script goes on after the plan: what does it do with the code?"""
    if _tells_two(run):
        return ExitCode.DISTINGUISHED
    if run.command is not None and run.command.tolerated in {"if", "!"}:
        return ExitCode.FAILS_ON_ANY
    if _reads_later(run):
        return ExitCode.FAILS_ON_ANY if _exits_with_it(run) else ExitCode.UNKNOWN
    last = run.command is run.script[-1] if run.script else False
    if last and run.command is not None and not run.command.tolerated:
        return _by_outcome(run) if run.soft else ExitCode.FAILS_ON_ANY
    return ExitCode.IGNORED


def _by_outcome(run: PlanRun) -> ExitCode:
    """A step that may fail: does a later one ask how it ended?"""
    read = _step_output_read(run, "outcome") or _step_output_read(run, "conclusion")
    return ExitCode.FAILS_ON_ANY if read else ExitCode.IGNORED


def _in_pipe(run: PlanRun) -> ExitCode:
    text = " ".join(_texts(run))
    if "PIPESTATUS" not in text:
        return ExitCode.LOST_PIPE
    return ExitCode.DISTINGUISHED if _tells_two(run) else ExitCode.UNKNOWN


def _wrapped(run: PlanRun) -> bool:
    """A setup action before it, in the same job, with its wrapper left on: the last one counts."""
    on = False
    for step in run.siblings[: run.index]:
        name = step.uses.partition("@")[0].lower()
        if name in _WRAPPERS:
            on = step.inputs.get(_WRAPPERS[name], "true").strip().lower() != "false"
    return on


def _writes_it(run: PlanRun) -> bool:
    """Whether the step hands on a code of its own; without the wrapper there is no other."""
    return "exitcode=" in run.siblings[run.index].run


def _lost_in_pipe(command: Command, shell: Shell) -> bool:
    piped = command.pipefail if command.pipefail is not None else shell is Shell.PIPEFAIL
    return not command.last_in_pipe and not piped


def _stops(command: Command, shell: Shell) -> bool:
    """Whether the script ends right there on 1 and on 2."""
    errexit = command.errexit if command.errexit is not None else shell in {Shell.ERREXIT, Shell.PIPEFAIL}
    return errexit and not command.tolerated


def _after(run: PlanRun) -> list[Command]:
    at = next((at for at, command in enumerate(run.script) if command is run.command), len(run.script))
    return list(run.script[at + 1 :])


def _texts(run: PlanRun) -> list[str]:
    """The words of what follows, and of the condition the plan itself stands in."""
    found: list[str] = []
    for command in _after(run):
        found += command.words
        found += [value for _, value in command.assigns]
        found += command.when
    return [text[:400] for text in found]


def _reads_later(run: PlanRun) -> bool:
    own = run.command.tolerated if run.command is not None else ""
    return any(_READS.search(text) for text in (*_texts(run), own))


def _tells_two(run: PlanRun) -> bool:
    """Compares something with 2 after reading the code, here or in a later step that gets it as an output."""
    if not _reads_later(run):
        return False
    here = [" ".join(command.words)[:400] for command in _after(run)]
    if any(_SECOND.search(text) for text in (*here, *_texts(run))):
        return True
    later = run.siblings[run.index + 1 :]
    return any(_SECOND.search(step.condition[:400]) or _reads_output_two(step) for step in later)


def _reads_output_two(step: Step) -> bool:
    text = step.run[:4000]
    return "outputs." in text and _SECOND.search(text) is not None


def _exits_with_it(run: PlanRun) -> bool:
    return any(
        command.words[:1] in {("exit",), ("return",)} and len(command.words) > 1 for command in _after(run)
    )


def _step_output_read(run: PlanRun, what: str) -> bool:
    """Whether a later step names `steps.<id>.<what>` of this one."""
    if not run.siblings or run.index >= len(run.siblings):
        return False
    name = run.siblings[run.index].id
    if not name:
        return False
    wanted = (f"steps.{name}.{what}", f"steps['{name}'].{what}")
    for step in run.siblings[run.index + 1 :]:
        texts = (step.condition, step.run, *step.inputs.values(), *step.env.values())
        if any(mark in text for mark in wanted for text in texts):
            return True
    return False
