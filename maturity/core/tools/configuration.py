"""Chef, Puppet and Salt."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._table import by_verb

NAMES = (
    "knife",
    "chef-client",
    "cinc-client",
    "chef-run",
    "chef",
    "cookstyle",
    "foodcritic",
    "chef-solo",
    "puppet",
    "puppet-lint",
    "pdk",
    "r10k",
    "bolt",
    "salt",
    "salt-call",
    "salt-ssh",
    "salt-lint",
)

_LINT = {"": Act.LINT, "*": Act.LINT}
_APPLY = {"": Act.APPLY, "*": Act.APPLY}
_TABLES = {
    "cookstyle": by_verb(_LINT),
    "foodcritic": by_verb(_LINT),
    "puppet-lint": by_verb(_LINT),
    "salt-lint": by_verb(_LINT),
    "chef-client": by_verb(_APPLY),
    "cinc-client": by_verb(_APPLY),
    "chef-solo": by_verb(_APPLY),
    "chef-run": by_verb(_APPLY),
    "salt-ssh": by_verb(_APPLY),
    "knife": by_verb(
        {
            "cookbook upload": Act.APPLY,
            "upload": Act.APPLY,
            "diff": Act.PLAN,
            "bootstrap": Act.MUTATE,
            "cookbook test": Act.VALIDATE,
        }
    ),
    "chef": by_verb({"push": Act.APPLY, "diff": Act.PLAN, "exec": Act.OTHER}),
    "puppet": by_verb({"apply": Act.APPLY, "agent": Act.APPLY, "parser validate": Act.VALIDATE}),
    "pdk": by_verb({"validate": (Act.VALIDATE, Act.LINT), "test": Act.TEST}),
    "r10k": by_verb({"deploy": Act.APPLY}),
    "bolt": by_verb(
        {"apply": Act.APPLY, "plan run": Act.APPLY, "command run": Act.MUTATE, "task run": Act.MUTATE}
    ),
    "salt": by_verb({"*": Act.APPLY}),
    "salt-call": by_verb({"state.apply": Act.APPLY, "state.highstate": Act.APPLY}),
}


def classify(words: tuple[str, ...]) -> list[Deed]:
    found = _TABLES[words[0]](words)
    tries = any(flag in {"--noop", "--why-run", "-W", "test=True"} for flag in words)
    return [deed if not tries else _only_shows(deed) for deed in found]


def _only_shows(deed: Deed) -> Deed:
    act = Act.PLAN if deed.act is Act.APPLY else deed.act
    return Deed(act=act, tool=deed.tool, flags=deed.flags)
