from __future__ import annotations

from maturity.core.criterion import Effort, Finding, Fix, Strength, criterion, met, not_applicable, not_met
from maturity.core.facts.context import RepositoryContext
from maturity.core.facts.migrations import Migrations

ENOUGH = 0.9  # a few old ones cannot be taken back in every project


def fix(context: RepositoryContext) -> Fix:
    summary = "Write the way back of every new migration. Where there is none, add now and remove later."
    return Fix(summary)


@criterion(
    level=0,
    effort=Effort.MEDIUM,
    aspect="Release safety",
    practice="reversible_migrations",
    question="Can a database migration be taken back?",
    why="A release that cannot go back has to go forward in the middle of an incident.",
    fix=fix,
    live_only=False,
)
def reversible_migrations(migrations: Migrations) -> Finding:
    if not migrations.total:
        return not_applicable("no database migrations were found")
    share = migrations.reversible / migrations.total
    names = ", ".join(dict.fromkeys(one.framework for one in migrations.sets))
    text = f"{migrations.reversible} of {migrations.total} {names} migrations can be taken back"
    if share >= ENOUGH:
        return met(
            text, *(at for one in migrations.sets for at in one.evidence), strength=Strength.CONFIGURED
        )
    return not_met(text, *(at for one in migrations.sets for at in one.irreversible))
