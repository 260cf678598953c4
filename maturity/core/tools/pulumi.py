"""pulumi."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read, unknown

NAMES = ("pulumi",)

_VALUED = frozenset({
    "-s", "--stack", "-C", "--cwd", "-c", "--config", "--policy-pack", "-t", "--target", "--color", "-p",
    "--parallel", "-m", "--message", "--config-file", "--save-plan", "--plan",
})  # fmt: skip
_VERBS = {
    "preview": Act.PLAN,
    "pre": Act.PLAN,
    "up": Act.APPLY,
    "update": Act.APPLY,
    "destroy": Act.DESTROY,
    "down": Act.DESTROY,
    "refresh": Act.OTHER,
    "drift": Act.DRIFT_CHECK,
    "stack": Act.OTHER,
    "login": Act.OTHER,
    "import": Act.OTHER,
    "policy": Act.OTHER,
    "config": Act.OTHER,
    "cancel": Act.OTHER,
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    directory = line.value("-C", "--cwd")
    if unknown(line.verb):
        note = f"the verb {line.verb} is known only at run time"
        return [
            Deed(act=act, tool="pulumi", flags=line.flags, directory=directory, certain=False, note=note)
            for act in (Act.PLAN, Act.APPLY)
        ]
    return [
        Deed(act=act, tool="pulumi", flags=line.flags, directory=directory, target=line.value("--save-plan"))
        for act in _acts(line)
    ]


def _acts(line: Line) -> list[Act]:
    act = _VERBS.get(line.verb)
    if act is None:
        return []
    found = [act]
    only_looks = line.has("--expect-no-changes", "--preview-only")
    if line.verb == "refresh" and only_looks:
        found = [Act.DRIFT_CHECK]
    elif act is Act.PLAN and line.has("--expect-no-changes"):
        found.append(Act.DRIFT_CHECK)
    if act in {Act.PLAN, Act.APPLY} and line.has("--policy-pack"):
        found.append(Act.PLAN_POLICY)
    return found
