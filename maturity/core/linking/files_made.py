"""Files one step makes and a later one judges: plans, plans as JSON, rendered manifests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from maturity.core.linking.done import Done
from maturity.core.pipeline import Act
from maturity.core.syntax.shell import Command
from maturity.core.tools._deed import Deed

_RENDERERS = frozenset(
    {"helm", "kustomize", "flux", "flux-local", "flate", "kubectl", "helmfile", "cdk", "cdk8s", "tk"}
)
_TARGET = re.compile(r"^[\d&]{0,2}>{1,2}\s{0,3}[\"']?([^\s\"'&]{1,200})")
_STANDARD_INPUT = frozenset({"", "-", "/dev/stdin"})


class FilesMade:
    """What the steps of one job have written so far, by base name."""

    def __init__(self) -> None:
        self.plans: set[str] = set()
        self.rendered: set[str] = set()
        self._pipes: dict[int, str] = {}  # id of a pipe -> what flows through it

    def note(self, one: Done) -> None:
        """Remember what this deed writes."""
        deed = one.deed
        if deed.act in {Act.PLAN, Act.DRIFT_CHECK} and deed.target:
            self.plans.add(_base(deed.target))
        if (deed.act is Act.SHOW and "-json" in deed.flags) or (deed.act is Act.SHOW and deed.target):
            self._writes(one, self.plans, "plan")
        if deed.tool in _RENDERERS and deed.act in {Act.VALIDATE, Act.PLAN}:
            self._writes(one, self.rendered, "rendered")

    def _writes(self, one: Done, into: set[str], kind: str) -> None:
        written = [
            flag.partition("=")[2]
            for flag in one.deed.flags
            if flag.startswith(("--output-file=", "-o=", "--output="))
        ]
        if one.command is not None:
            written += redirected(one.command)
            for other in piped(one.command, one.script):
                written += redirected(other) + [word for word in other.words[1:] if other.words[0] == "tee"]
            if not one.command.last_in_pipe:
                self._pipes[_pipe(one)] = kind
        into |= {_base(path) for path in written if path}

    def judged(self, one: Done) -> Done:
        """The same deed, as a policy on the plan when what it judges is one."""
        target = one.deed.target
        made = _base(target) in self.plans | self.rendered
        if target in _STANDARD_INPUT and one.command is not None:
            made = _pipe(one) in self._pipes
        if one.deed.act is Act.POLICY and made:
            return structs.replace(one, deed=structs.replace(one.deed, act=Act.PLAN_POLICY))
        return one


def piped(command: Command, script: Iterable[Command]) -> list[Command]:
    """The other commands of the same pipe."""
    return [one for one in script if one.pipeline == command.pipeline and one is not command and one.words]


def redirected(command: Command) -> list[str]:
    """The files its output goes to."""
    return [found[1] for redirect in command.redirects if (found := _TARGET.match(redirect))]


def made_by(deed: Deed, command: Command | None, script: Sequence[Command]) -> set[str]:
    """Base names of every file this command and its pipe write."""
    names = {_base(deed.target)} if deed.target else set()
    if command is not None:
        for one in (command, *piped(command, script)):
            names |= {_base(path) for path in redirected(one)}
            names |= {
                _base(word)
                for word in one.words[1:]
                if one.words[:1] == ("tee",) and not word.startswith("-")
            }
    return names - {"", "null", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"}


def _pipe(one: Done) -> int:
    return _pipe_of(one.command, one.script) if one.command is not None else 0


def _pipe_of(command: Command, script: Sequence[Command]) -> int:
    return hash((id(script), command.pipeline))


def _base(path: str) -> str:
    return path.strip("\"'").rpartition("/")[2].lstrip("$")
