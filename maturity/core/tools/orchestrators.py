"""Clients of systems that plan and apply elsewhere."""

from __future__ import annotations

from maturity.core.pipeline import Act
from maturity.core.tools._table import by_verb

NAMES = ("atlantis", "digger", "spacectl", "tfci")

classify = by_verb(
    {
        "plan": Act.PLAN,
        "apply": Act.APPLY,
        "run": Act.OTHER,
        "stack preview": Act.PLAN,
        "stack deploy": Act.APPLY,
        "stack local-preview": Act.PLAN,
        "run create": Act.PLAN,
        "run apply": Act.APPLY,
        "run show": Act.SHOW,
        "deploy": Act.APPLY,
        "destroy": Act.DESTROY,
    }
)
