"""az, azd and bicep."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import Line, read

NAMES = ("az", "azd", "bicep")

_VALUED = frozenset({
    "-g", "--resource-group", "-n", "--name", "-f", "--template-file", "--file", "-l", "--location",
    "--subscription", "-p", "--parameters", "-o", "--output", "--query", "-c", "--mode",
})  # fmt: skip
_BICEP = {"build": Act.VALIDATE, "lint": Act.LINT, "format": Act.FMT_WRITE, "build-params": Act.VALIDATE}
_DEPLOYMENT = {"what-if": Act.PLAN, "create": Act.APPLY, "validate": Act.VALIDATE, "delete": Act.DESTROY}
_AZD = {"provision": Act.APPLY, "up": Act.APPLY, "deploy": Act.DEPLOY, "down": Act.DESTROY}
_SETS_UP = frozenset(
    {"login", "logout", "account", "config", "configure", "extension", "version", "cloud", "rest"}
)
_CHANGES = frozenset({
    "create", "update", "delete", "set", "add", "remove", "assign", "enable", "disable", "start", "stop",
    "restart", "import", "purge", "invoke",
})  # fmt: skip
_DEPLOYS = frozenset({"webapp", "functionapp", "containerapp", "acr", "staticwebapp", "aks"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    act = (
        _AZD.get(line.verb)
        if words[0] == "azd"
        else _BICEP.get(line.verb)
        if words[0] == "bicep"
        else _az(line)
    )
    tool = "bicep" if words[0] == "bicep" or line.verb == "bicep" else words[0]
    if not act:
        return []
    return [
        Deed(
            act=act,
            tool=tool,
            flags=line.flags,
            note=" ".join(verb for verb in line.verbs[:3] if verb.replace("-", "").isalpha()),
            target=line.value("-f", "--template-file", "--file"),
        )
    ]


def _az(line: Line) -> Act | None:
    verbs = line.verbs
    if not verbs or verbs[0] in _SETS_UP:
        return None
    if verbs[0] == "bicep":
        return _BICEP.get(verbs[1]) if len(verbs) > 1 else None
    if verbs[0] in {"deployment", "stack"}:
        tries = line.has("--what-if", "-w") and not line.has("--confirm-with-what-if")
        return Act.PLAN if tries else _DEPLOYMENT.get(verbs[-1], Act.OTHER)
    if verbs[:3] == ("boards", "work-item", "create"):
        return Act.ISSUE
    if "deploy" in verbs or "up" in verbs or (verbs[0] in _DEPLOYS and _CHANGES.isdisjoint(verbs)):
        return Act.DEPLOY
    return Act.MUTATE if not _CHANGES.isdisjoint(verbs) else Act.OTHER
