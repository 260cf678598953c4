"""terramate: runs other commands in the stacks that changed."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools import deeds_of
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import read

NAMES = ("terramate", "tm")

VALUED = frozenset({
    "-C", "--chdir", "-B", "--git-change-base", "--tags", "--no-tags", "--status", "--target",
    "--drift-status", "--deployment-status", "-j", "--parallel", "--log-level",
})  # fmt: skip
_BY_NAME = (
    ("drift", Act.DRIFT_CHECK),
    ("preview", Act.PLAN),
    ("plan", Act.PLAN),
    ("deploy", Act.APPLY),
    ("apply", Act.APPLY),
    ("destroy", Act.DESTROY),
    ("test", Act.TEST),
)


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, VALUED)
    where = line.value("-C", "--chdir")
    verbs = line.verbs[1:] if line.verb == "experimental" else line.verbs
    if verbs[:1] == ("run",):
        return _run(verbs[1:] + line.after, line.flags)
    if verbs[:2] == ("script", "run"):
        return [_script(" ".join(verbs[2:] + line.after), line.flags)]
    if verbs[:1] == ("fmt",):
        act = Act.FMT if line.has("--check", "--detailed-exit-code") else Act.FMT_WRITE
        return [Deed(act=act, tool="terramate", flags=line.flags, directory=where)]
    if verbs[:1] == ("generate",):
        return [Deed(act=Act.OTHER, tool="terramate", flags=line.flags, directory=where)]
    return []


def _run(command: tuple[str, ...], flags: tuple[str, ...]) -> list[Deed]:
    inner = deeds_of(command)
    found = [_in_stacks(deed) for deed in inner]
    if any("sync-drift-status" in flag for flag in flags):
        found += [
            Deed(act=Act.DRIFT_CHECK, tool="terramate", flags=deed.flags, directory=None)
            for deed in inner
            if deed.act is Act.PLAN
        ]
    return found


def _in_stacks(deed: Deed) -> Deed:
    return Deed(
        act=deed.act,
        tool=deed.tool,
        flags=deed.flags,
        directory=None,
        soft=deed.soft,
        certain=deed.certain,
        target=deed.target,
        note="in every selected Terramate stack",
    )


def _script(name: str, flags: tuple[str, ...]) -> Deed:
    """A script we could not open: its name is all we know. `follow` opens those it finds."""
    words = name.replace("-", " ").replace("_", " ").lower().split()
    act = next((act for word, act in _BY_NAME if word in words), Act.OTHER)
    return Deed(act=act, tool="terramate", flags=flags, directory=None, certain=False, note=f"script {name}")
