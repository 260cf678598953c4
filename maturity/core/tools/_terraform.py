"""What Terraform's verbs do, whoever passes them on."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, unknown

VERBS = {
    "plan": Act.PLAN,
    "apply": Act.APPLY,
    "destroy": Act.DESTROY,
    "fmt": Act.FMT,
    "validate": Act.VALIDATE,
    "test": Act.TEST,
    "init": Act.INIT,
    "show": Act.SHOW,
    "plan-json": Act.SHOW,
    "refresh": Act.OTHER,
    "import": Act.OTHER,
    "workspace": Act.OTHER,
    "output": Act.OTHER,
    "state": Act.OTHER,
    "force-unlock": Act.OTHER,
    "taint": Act.OTHER,
    "untaint": Act.OTHER,
    "get": Act.OTHER,
    "graph": Act.OTHER,
    "providers": Act.OTHER,
    "console": Act.OTHER,
    "login": Act.OTHER,
    "metadata": Act.OTHER,
}


def deeds(line: Line, tool: str) -> list[Deed]:
    """Also for wrappers that pass Terraform's own verbs on."""
    directory = line.value("-chdir")
    if unknown(line.verb):
        note = f"the verb {line.verb} is known only at run time"
        return [
            Deed(act=act, tool=tool, flags=line.flags, directory=directory, certain=False, note=note)
            for act in (Act.PLAN, Act.APPLY)
        ]
    act = VERBS.get(line.verb)
    if act is None:
        return []
    act, note = _meaning(act, line)
    soft = "without -check it never fails" if act is Act.FMT and not line.has("-check") else ""
    if act in {Act.FMT, Act.FMT_WRITE, Act.VALIDATE, Act.PLAN} and line.rest and not directory:
        directory = line.rest[0]
    return [
        Deed(
            act=act,
            tool=tool,
            flags=line.flags,
            directory=directory,
            soft=soft,
            target=_file(act, line),
            note=note,
        )
    ]


def _meaning(act: Act, line: Line) -> tuple[Act, str]:
    if act is Act.FMT and not line.has("-check") and not line.flags_off("-write"):
        return Act.FMT_WRITE, ""
    if act is Act.PLAN and line.has("-destroy"):
        return Act.OTHER, "the plan of a destroy"
    if act is Act.PLAN and line.has("-refresh-only"):
        return Act.DRIFT_CHECK, ""
    if act is Act.APPLY and line.has("-destroy"):
        return Act.DESTROY, ""
    if act is Act.APPLY and line.has("-refresh-only"):
        return Act.OTHER, "writes the state only"
    return act, ""


def _file(act: Act, line: Line) -> str:
    """The plan file it writes or reads."""
    if act in {Act.PLAN, Act.DRIFT_CHECK}:
        return line.value("-out")
    return line.rest[-1] if act in {Act.SHOW, Act.APPLY} and line.rest else ""
