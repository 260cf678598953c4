from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Fix, Lifecycle, criterion, unknown
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.infrastructure import Infrastructure


def fix(context: RepositoryContext) -> Fix:
    return Fix(
        "Compare the account's inventory with the state, and import what is missing: dangerous things first."
    )


@criterion(
    level=2,
    effort=Effort.HIGH,
    aspect="State",
    lifecycle=Lifecycle.TRIAL,
    question="How much of what runs is declared?",
    why="What is not declared does not come back after a disaster, and nobody sees it change.",
    fix=fix,
)
def resources_covered(infrastructure: Infrastructure) -> Finding:
    return unknown(
        "files do not tell what else runs in the account",
        looked_at=["the cloud's inventory compared with the state would answer it"],
    )
