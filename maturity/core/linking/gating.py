"""Can the failure of one command fail the step?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from maturity.core.pipeline import Shell
from maturity.core.syntax.shell import Command

_KEPT = re.compile(r"\|\|\s{0,3}(\w{1,60})=")
_SAID = {
    "if": "an `if` takes its failure", "!": "`!` turns its failure round", "&": "it runs in the background",
    "$(…)": "it runs inside the words of another command",
}  # fmt: skip


def why_soft(command: Command, script: Sequence[Command], shell: Shell) -> str:
    """Why the failure of `command` does not end `script` in failure, "" when it does."""
    if command.tolerated:
        if (kept := _KEPT.match(command.tolerated)) and _ends_with(kept[1], command, script):
            return ""
        if command.tolerated == "&" and _waited_for(command, script):
            return ""
        if command.tolerated in {"if", "!"} and _exits_with_a_result(command, script):
            return ""
        said = _SAID.get(command.tolerated, command.tolerated)
        return f"followed by `{said}`" if said.startswith(("||", "&&")) else said
    piped = command.pipefail if command.pipefail is not None else shell is Shell.PIPEFAIL
    if not command.last_in_pipe and not piped:
        return "piped without pipefail"
    stops = command.errexit if command.errexit is not None else shell in {Shell.ERREXIT, Shell.PIPEFAIL}
    if stops or shell is Shell.OTHER or _is_last(command, script) or _exits_on_purpose(command, script):
        return ""
    return "the script goes on after a failure"


def _is_last(command: Command, script: Sequence[Command]) -> bool:
    """Nothing follows but its own pipe and plain output."""
    for later in reversed(script):
        if later is command or later.pipeline == command.pipeline:
            return True
        if later.words and later.words[0] not in {"echo", "printf", "exit", "fi", "done"}:
            return False
    return True


def _waited_for(command: Command, script: Sequence[Command]) -> bool:
    """`wait $pid` ends as the job did; a bare `wait` always succeeds."""
    return any(later.words[:1] == ("wait",) and len(later.words) > 1 for later in _after(command, script))


def _exits_with_a_result(command: Command, script: Sequence[Command]) -> bool:
    """`if ! tflint; then failed=1; fi` and at the end `exit $failed`."""
    return any(
        later.words[:1] == ("exit",) and "$" in "".join(later.words[1:2]) for later in _after(command, script)
    )


def _ends_with(variable: str, command: Command, script: Sequence[Command]) -> bool:
    """`tflint || rc=$?` and later `exit $rc`, or an exit under a test of it."""
    marks = (f"${variable}", f"${{{variable}")
    return any(
        later.words[:1] == ("exit",) and later.words[1:2] != ("0",)
        and any(mark in text for text in (*later.words[1:], *later.when) for mark in marks)
        for later in _after(command, script)
    )  # fmt: skip


def _after(command: Command, script: Sequence[Command]) -> Sequence[Command]:
    at = next((at for at, one in enumerate(script) if one is command), len(script))
    return script[at + 1 :]


def _exits_on_purpose(command: Command, script: Sequence[Command]) -> bool:
    """The script collects results and fails by itself: `exit $failed`."""
    return any(
        later.words[:1] in {("exit",), ("return",)} and later.words[1:2] not in {(), ("0",)}
        for later in _after(command, script)
    )
