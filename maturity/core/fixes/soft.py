"""A check that runs and cannot fail: the fix is one line, where it already is."""

from __future__ import annotations

from maturity.core.criterion import Finding, Fix
from maturity.core.pipeline import Activity

ONLY_REPORTS = " only reports: "


def reports(one: Activity) -> str:
    """ "trivy only reports: continue-on-error" """
    return f"{one.tool}{ONLY_REPORTS}{one.soft}"


def hardened(finding: Finding) -> Fix | None:
    """None when the finding is about something else."""
    tool, about, reason = finding.message.partition(ONLY_REPORTS)
    if not about or not finding.evidence:
        return None
    at = finding.evidence[0]
    cause = reason.partition(" (")[0]
    return Fix(f"Let {tool} fail the build, at {at}: {cause} keeps it from that.", at.path)
