from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Fix, Lifecycle, criterion, unknown
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.infrastructure import Infrastructure


def fix(context: RepositoryContext) -> Fix:
    return Fix("List what is known to differ, with an end date, and close what has been open for two weeks.")


@criterion(
    level=5,
    effort=Effort.MEDIUM,
    aspect="Drift",
    lifecycle=Lifecycle.TRIAL,
    question="Does the drift check still mean something?",
    why="A detector that is always red is not a detector.",
    fix=fix,
)
def drift_signal(infrastructure: Infrastructure) -> Finding:
    return unknown(
        "files do not tell what the checks found",
        looked_at=[
            "a clean check of each stack in 30 days, and open drift younger than 14 days, would answer it"
        ],
    )
