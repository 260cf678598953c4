"""A check that runs and cannot fail: the fix is one line, where it already is."""

from __future__ import annotations

from maturity.core.criterion import Finding, Fix

REPORTS_ONLY = "reports only: "


def hardened(finding: Finding) -> Fix | None:
    """None when the finding is about something else."""
    if not finding.message.startswith(REPORTS_ONLY) or not finding.evidence:
        return None
    at = finding.evidence[0]
    reason = finding.message.removeprefix(REPORTS_ONLY).partition(" (")[0]
    return Fix(f"Let its failure fail the build, at {at}. Today it cannot: {reason}.", at.path)
