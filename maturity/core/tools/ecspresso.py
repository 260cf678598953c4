"""ecspresso: services and tasks of ECS, declared in files."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._table import by_verb

NAMES = ("ecspresso",)

classify = by_verb(
    {
        "diff": Act.PLAN,
        "verify": Act.VALIDATE,
        "render": Act.VALIDATE,
        "deploy": Act.APPLY,
        "rollback": Act.APPLY,
        "delete": Act.DESTROY,
        "scale": Act.MUTATE,
    },
    valued={"--config", "--envfile", "--ext-str", "--ext-code", "--timeout"},
)
