from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Fix, Lifecycle, criterion, unknown
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.infrastructure import Infrastructure


def fix(context: RepositoryContext) -> Fix:
    return Fix(
        "Split a change into steps that can each be merged, applied and taken back: 200 lines or less."
    )


@criterion(
    level=0,
    effort=Effort.MEDIUM,
    aspect="Release safety",
    lifecycle=Lifecycle.TRIAL,
    question="Are changes small?",
    why="A change of 50 lines is read. A change of 2,000 lines is approved.",
    fix=fix,
    live_only=False,
)
def small_pull_requests(infrastructure: Infrastructure) -> Finding:
    return unknown(
        "one commit does not tell how large the changes are",
        looked_at=[
            "the history of merged pull requests would answer it: median at most 200 lines, p90 at most 600"
        ],
    )
