"""Plans as `terraform show -json` prints them: one, or several added up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maturity.core.plans.change import Action
from maturity.core.plans.counting import action
from maturity.core.plans.document import Check, Document
from maturity.core.plans.gather import Gathered
from maturity.core.plans.summing import Facts

REFRESH_ONLY: Final = (
    "a refresh-only plan does not say what the code wants: ignored and adopted changes count as drift too"
)
_FAILED: Final = ("fail", "error")


def add(document: Document, unread: list[str], gathered: Gathered, facts: Facts) -> None:
    """One more document of the same file. `unread`: parts of it that could not be read."""
    facts.notes += [f"{name} is not built as in a plan, and was left out" for name in unread]
    gathered.add(document)
    facts.documents += 1
    if document.is_refresh_only and document.resource_drift:
        facts.notes.append(REFRESH_ONLY)
    facts.errored = facts.errored or bool(document.errored)
    facts.deferred += len(document.deferred_changes or ())
    facts.complete = facts.complete and _complete(document)
    facts.outputs += sum(
        action(change.actions) is not Action.NO_OP for change in (document.output_changes or {}).values()
    )
    facts.failed_checks += _failed(document.checks or [])
    facts.tool = facts.tool or document.tool
    facts.version = facts.version or document.terraform_version or ""
    facts.format_version = facts.format_version or document.version
    facts.planned_at = facts.planned_at or document.timestamp or ""


def _complete(document: Document) -> bool:
    """OpenTofu says only whether it failed."""
    if document.complete is not None:
        return document.complete
    return not document.errored and not document.deferred_changes


def _failed(checks: list[Check]) -> Iterator[str]:
    """ "check.health: the endpoint answers 503" """
    for check in checks:
        if check.status not in _FAILED:
            continue
        said = False
        for instance in check.instances or ():
            where = instance.address or check.address
            for problem in instance.problems or ():
                said = True
                yield _sentence(where.to_display if where else None, problem.message)
        if not said:
            yield _sentence(check.address.to_display if check.address else None, None)


def _sentence(where: str | None, message: str | None) -> str:
    return ": ".join(part for part in (where, message) if part) or "a check without a name"
