"""Programs that deploy CloudFormation of their own making: Serverless Framework, Sceptre, org-formation."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._deed import Deed
from maturity.core.tools._words import read

_TOOLS = {
    "serverless": "serverless", "sls": "serverless", "sceptre": "sceptre",
    "org-formation": "org-formation", "ofn": "org-formation",
}  # fmt: skip
NAMES = tuple(_TOOLS)
_VERBS = {
    "serverless": {"deploy": Act.APPLY, "remove": Act.DESTROY, "package": Act.OTHER},
    "sceptre": {
        "launch": Act.APPLY, "create": Act.APPLY, "update": Act.APPLY, "execute": Act.APPLY,
        "delete": Act.DESTROY, "prune": Act.DESTROY, "diff": Act.PLAN, "validate": Act.VALIDATE,
    },
    "org-formation": {
        "perform-tasks": Act.APPLY, "update": Act.APPLY, "update-stacks": Act.APPLY,
        "execute-change-set": Act.APPLY, "create-change-set": Act.PLAN, "delete-stacks": Act.DESTROY,
        "validate-tasks": Act.VALIDATE, "validate": Act.VALIDATE, "validate-stacks": Act.VALIDATE,
    },
}  # fmt: skip
_VALUED = {"-s", "--stage", "-r", "--region", "-c", "--config", "--var", "--var-file", "--dir", "--profile"}


def classify(words: tuple[str, ...]) -> list[Deed]:
    tool = _TOOLS[words[0].rpartition("/")[2]]
    line = read(words, _VALUED)
    act = _VERBS[tool].get(line.verb)
    return [] if act is None else [Deed(act=act, tool=tool, flags=line.flags)]
