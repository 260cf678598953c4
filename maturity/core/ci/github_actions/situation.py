"""What the names in an expression stand for, at one job or step of one world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from maturity.core.ci.github_actions.payload import github
from maturity.core.ci.github_actions.values import Unknown, Value
from maturity.core.ci.github_actions.worlds import Ground, World

Tracked = Callable[[tuple[str, ...]], bool]
_NONE: Mapping[str, Value] = {}
_NOBODY: Mapping[str, bool] = {}
_ELSEWHERE = {
    "vars": Unknown("depends on a variable of the repository"),
    "secrets": Unknown("depends on a secret"),
    "runner": Unknown("depends on the runner"),
    "job": Unknown("known only at run time"),
    "jobs": Unknown("known only at run time"),
    "strategy": Unknown("known only at run time"),
}
_FREE = Unknown("chosen by hand")
_SET_ON_THE_WAY = Unknown("set at run time")
ANY = "*"


class Here(NamedTuple):
    """A `Situation`.

    inputs  None: those of a run started by hand
    matrix  dotted names -> values; `ANY` stands for every name not listed
    needs   job -> whether it runs in this world; `steps` the same for earlier steps
    """

    world: World
    ground: Ground
    files: Tracked
    inputs: Mapping[str, Value] | None = _NONE
    env: Mapping[str, Value] = _NONE
    matrix: Mapping[str, Value] = _NONE
    needs: Mapping[str, bool] = _NOBODY
    steps: Mapping[str, bool] = _NOBODY
    blocked: bool = False
    action_path: str = ""

    def tracked(self, patterns: tuple[str, ...]) -> bool:
        return self.files(patterns)

    def lookup(self, parts: tuple[str, ...]) -> Value:
        root, rest = parts[0], parts[1:]
        match root:
            case "github":
                return self._github(rest)
            case "inputs":
                return self._input(rest)
            case "env":
                return self.env.get(".".join(rest), _SET_ON_THE_WAY)
            case "matrix":
                return self._matrix(rest)
            case "needs" | "steps":
                return self._earlier(root, rest)
            case _:
                return _ELSEWHERE.get(root, Unknown(f"{root} is not known", certain=False))

    def _github(self, rest: tuple[str, ...]) -> Value:
        if rest == ("action_path",) and self.action_path:
            return self.action_path
        return github(rest, self.world, self.ground)

    def _input(self, rest: tuple[str, ...]) -> Value:
        if self.inputs is None:
            return _FREE
        return self.inputs.get(".".join(rest)) if rest else Unknown("all inputs")

    def _matrix(self, rest: tuple[str, ...]) -> Value:
        key = ".".join(rest)
        if key in self.matrix:
            return self.matrix[key]
        computed = self.matrix.get(rest[0] if rest else ANY, self.matrix.get(ANY))
        if isinstance(computed, Unknown):
            return computed
        whole = not rest or any(name.startswith(f"{key}.") for name in self.matrix)
        return Unknown("an object of the matrix") if whole else None

    def _earlier(self, root: str, rest: tuple[str, ...]) -> Value:
        """Nothing is known of what runs, but what was skipped leaves empty outputs."""
        kind = "an earlier step" if root == "steps" else "another job"
        known = self.steps if root == "steps" else self.needs
        if len(rest) > 1 and rest[0] in known and not known[rest[0]]:
            return "skipped" if rest[1] in {"result", "outcome", "conclusion"} else ""
        return Unknown(f"depends on {kind}")
