"""How a checklist is shown to be changed."""

from __future__ import annotations

from collections.abc import Iterable

from releases.core.checklist import Checklist
from releases.core.checklist_changes import Line
from releases.forms.templates import ApprovalForm


def sections(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """By their sections, in the order in which those come first."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.item.section, []).append(line)
    return list(found.items())


def approval_form(child: Checklist, whole: Checklist) -> ApprovalForm:
    """Filled with what holds; `own` when it is said here."""
    counts = {one.role: one.least for one in whole.approvals or ()}
    own = child.approvals is not None or child.approval_hours is not None
    return ApprovalForm(initial={**counts, "hours": whole.approval_hours, "own": own})
