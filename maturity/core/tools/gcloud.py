"""gcloud."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import is_plan, read

NAMES = ("gcloud", "gsutil")

_VALUED = frozenset({"--project", "--region", "--zone", "--format", "--account", "--location", "--filter"})
_TRACKS = frozenset({"beta", "alpha", "preview"})
_SETS_UP = frozenset({"auth", "config", "components", "info", "version", "init", "secrets", "logging"})
_CHANGES = frozenset({
    "create", "update", "delete", "enable", "disable", "resize", "import", "patch", "replace", "reset",
    "start", "stop", "attach", "detach", "mb", "rb",
})  # fmt: skip
_DEPLOYS = frozenset({"deploy", "submit", "rsync", "cp"})


def classify(words: tuple[str, ...]) -> list[Deed]:
    line = read(words, _VALUED)
    verbs = tuple(verb for verb in line.verbs if verb not in _TRACKS)
    act = _act(verbs)
    target = next((verb for verb in verbs if is_plan(verb)), "")
    return (
        [Deed(act=act, tool="gcloud", flags=line.flags, note=" ".join(verbs[:3]), target=target)]
        if act
        else []
    )


def _act(verbs: tuple[str, ...]) -> Act | None:
    if not verbs or verbs[0] in _SETS_UP:
        return None
    if verbs[:2] == ("terraform", "vet"):
        return Act.PLAN_POLICY
    if verbs[0] in {"deployment-manager", "infra-manager"}:
        return _declared(verbs)
    operations = [verb for verb in verbs[:5] if verb.split("-", 1)[0] in {*_CHANGES, "add", "remove", "set"}]
    if operations:
        return Act.MUTATE
    return Act.DEPLOY if _DEPLOYS & set(verbs[:4]) else Act.OTHER


def _declared(verbs: tuple[str, ...]) -> Act:
    if "previews" in verbs:
        return Act.PLAN
    if {"create", "update", "apply"} & set(verbs):
        return Act.APPLY
    return Act.DESTROY if "delete" in verbs else Act.OTHER
