"""helmfile."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._table import by_verb

NAMES = ("helmfile",)

classify = by_verb(
    {
        "apply": Act.APPLY, "sync": Act.APPLY, "charts": Act.APPLY, "diff": Act.PLAN,
        "lint": (Act.VALIDATE, Act.LINT), "template": Act.VALIDATE, "build": Act.VALIDATE,
        "destroy": Act.DESTROY, "delete": Act.DESTROY, "test": Act.INTEGRATION_TEST,
    },
    valued={"-f", "--file", "-e", "--environment", "-l", "--selector", "--kube-context", "-n", "--namespace",
            "--log-level", "--state-values-set", "--state-values-file", "--concurrency"},
)  # fmt: skip
