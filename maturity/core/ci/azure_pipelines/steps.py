"""One step of Azure Pipelines: a script, a task that is a script, or a task."""

from __future__ import annotations

import re

import msgspec

from maturity.core.ci._jobs import literals
from maturity.core.ci._tree import Places
from maturity.core.linking.places import inside
from maturity.core.pipeline import Shell, Step
from maturity.core.syntax.yaml import Mapping, Node, Scalar, mapping, text

# Azure writes the text into a file and runs it without `-e`: only the last command's exit code counts.
_SHELLS = {"script": Shell.LOOSE, "bash": Shell.LOOSE, "pwsh": Shell.OTHER, "powershell": Shell.OTHER}
# task (lower case, without version) -> input with the text, input with the file
_SCRIPT_TASKS = {
    "bash": ("script", "filepath"), "shellscript": ("", "scriptpath"), "cmdline": ("script", ""),
    "powershell": ("script", "filepath"), "azurecli": ("inlinescript", "scriptpath"),
    "azurepowershell": ("inline", "scriptpath"), "awsshellscript": ("inlinescript", "filepath"),
}  # fmt: skip
MAX_MACROS = 500  # in one text
MAX_VALUE = 300
_MACRO = re.compile(r"\$\(([\w.-]{1,100})\)")


def step_of(step: Mapping, variables: dict[str, str], places: Places) -> tuple[Step, str | None] | None:
    """The step and the folder it works in; None for checkouts, downloads and the like."""
    found = _work(step, variables, places)
    if found is None:
        return None
    done, folder = found
    cwd = inside("", substituted(folder, variables)) if folder else ""
    return msgspec.structs.replace(
        done,
        line=places.find(step.line).line,
        name=text(step.get("displayName")),
        id=text(step.get("name")),
        env={key: substituted(value, variables) for key, value in literals(step.get("env")).items()},
        cwd=cwd or "",
    ), cwd


def _work(step: Mapping, variables: dict[str, str], places: Places) -> tuple[Step, str] | None:
    """What the step does, and its folder as written."""
    for key, shell in _SHELLS.items():
        if key in step:
            run, line = _text_of(step[key], variables, places)
            return Step(line=line, run=run, run_line=line, shell=shell), text(step.get("workingDirectory"))
    if "task" not in step:
        return None
    task = text(step["task"])
    inputs = mapping(step.get("inputs"))
    given = {key.lower(): value for key, value in inputs.items()}
    folder = _first(given, "workingdirectory", "cwd", "workingfolder")
    script = _script_task(task, given)
    if script is not None:
        run, line = _text_of(script, variables, places)
        return Step(line=line, run=run, run_line=line, shell=_shell_of(task, given)), folder
    known = {key: substituted(value, variables) for key, value in literals(inputs).items()}
    return Step(line=step.line, uses=f"task:{task}", inputs=known), folder


def substituted(written: str, variables: dict[str, str]) -> str:
    """`$(name)` replaced where the value is known; names do not mind their case."""
    if "$(" not in written:
        return written
    known = {key.lower(): value for key, value in variables.items()}
    for _ in range(3):
        if written.count("$(") > MAX_MACROS:
            break
        written = _MACRO.sub(lambda found: known.get(found[1].lower(), found[0])[:MAX_VALUE], written)
    return written


def _text_of(node: Node, variables: dict[str, str], places: Places) -> tuple[str, int]:
    first = node.first_line if isinstance(node, Scalar) else node.line
    return substituted(text(node), variables), places.find(first).line


def _first(given: dict[str, Node], *names: str) -> str:
    return next((text(given[name]) for name in names if name in given), "")


def _script_task(task: str, given: dict[str, Node]) -> Node | None:
    """The text a script task runs, or a command that runs its file."""
    inline, path = _SCRIPT_TASKS.get(task.partition("@")[0].lower(), ("", ""))
    kind = _first(given, "targettype", "scriptlocation", "scripttype").lower()
    if inline in given and kind not in {"filepath", "scriptpath"}:
        return given[inline]
    if path not in given:
        return None
    file = given[path]
    command = Scalar(f"bash {text(file)} {_first(given, 'arguments', 'args', 'scriptarguments')}".rstrip())
    command.line, command.first_line, command.tag, command.plain = file.line, file.line, None, True
    return command


def _shell_of(task: str, given: dict[str, Node]) -> Shell:
    name = task.partition("@")[0].lower()
    kind = _first(given, "scripttype").lower()
    return Shell.OTHER if "powershell" in name or kind in {"ps", "pscore"} else Shell.LOOSE
