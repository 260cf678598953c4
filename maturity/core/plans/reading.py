"""What was read from the plan of one stack."""

from __future__ import annotations

from msgspec import Struct

from maturity.core.plans.change import Finding, ResourceChange


class Unreadable(ValueError):
    """Nothing to read there: one sentence for whoever sent it."""


class Counts(Struct, frozen=True, kw_only=True):
    """Resources by action. `importing` and `move` count in addition to the action."""

    create: int = 0
    update: int = 0
    delete: int = 0
    replace: int = 0
    read: int = 0
    no_op: int = 0
    importing: int = 0
    move: int = 0
    forget: int = 0


class Diagnostic(Struct, frozen=True, omit_defaults=True):
    """What terraform complained about, swept of secrets. severity: "error" or "warning"."""

    severity: str
    summary: str
    detail: str = ""
    address: str = ""


class Reading(Struct, frozen=True, kw_only=True):
    """Redacted, and small enough to keep.

    form         "json" (show -json) or "stream" (plan -json); a stream has no attribute values
    documents    how many plans were summed up
    finding      None when the run failed: then nothing here may replace what was found before
    drift        entries of resource_drift, whatever they say: the raw number
    drifted      resources that somebody must look at
    observed     resources changed outside that need nobody
    pending      resources with planned changes
    outputs      root outputs that change
    changes      drifted first, then destructive, then the rest; unchanged ones are left out
    kept         changes that carry their attributes; later ones are cut to name and action
    resources    all that the plan names, unchanged ones too
    sketch       the smallest hashes of their addresses: tells whether two plans are of the same stack
    tool         "terraform", "tofu" or "" when the file does not say
    """

    form: str
    counts: Counts = Counts()
    finding: Finding | None = None
    errored: bool = False
    error: str = ""
    complete: bool = True
    drift: int = 0
    drifted: int = 0
    observed: int = 0
    pending: int = 0
    outputs: int = 0
    failed_checks: tuple[str, ...] = ()
    deferred: int = 0
    changes: tuple[ResourceChange, ...] = ()
    kept: int = 0
    resources: int = 0
    sketch: tuple[int, ...] = ()
    documents: int = 1
    tool: str = ""
    version: str = ""
    format_version: str = ""
    planned_at: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()
