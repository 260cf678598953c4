"""The words every report uses for levels, kinds and outcomes."""

from __future__ import annotations

from maturity.core.criterion import Outcome
from maturity.core.facts.kind import KindName

LEVELS = {
    0: "manual",
    1: "scripted",
    2: "declarative",
    3: "IaC + CI/CD",
    4: "tests + policy",
    5: "self-healing",
}
KINDS = {
    KindName.LIVE: "live infrastructure",
    KindName.APPLICATION: "application with infrastructure",
    KindName.LIBRARY: "module library",
    KindName.GITOPS: "GitOps",
    KindName.TOOL: "tool",
    KindName.NONE: "no infrastructure",
}
OUTCOMES = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not met",
    Outcome.UNKNOWN: "unknown",
    Outcome.NOT_APPLICABLE: "does not apply",
    Outcome.WAIVED: "waived",
    Outcome.ERROR: "error",
}
