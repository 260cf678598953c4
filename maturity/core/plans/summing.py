"""What was learned about a file as a whole, and the reading made of it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from maturity.core.plans import classify
from maturity.core.plans.change import Role
from maturity.core.plans.gather import Gathered
from maturity.core.plans.keeping import keep, plain
from maturity.core.plans.reading import Diagnostic, Reading
from maturity.core.plans.redact import Secrets

STREAM: Final = "stream"
FINE: Final = (None, 0, 2)
MAX_CHECKS: Final = 100
MAX_DIAGNOSTICS: Final = 50
MAX_TEXT: Final = 2_000
MAX_READ: Final = 4 * MAX_TEXT  # so that no secret is cut where the text is
MAX_SENTENCE: Final = 500


class Facts(Struct):
    """Of all documents of one file."""

    form: str
    documents: int = 0
    errored: bool = False
    complete: bool = True
    deferred: int = 0
    outputs: int = 0
    failed_checks: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tool: str = ""
    version: str = ""
    format_version: str = ""
    planned_at: str = ""
    notes: list[str] = field(default_factory=list)


def reading(gathered: Gathered, facts: Facts, exit_code: int | None) -> Reading:
    """A failed run has no finding: what it shows is only part of the truth."""
    secrets = gathered.secrets
    errored = facts.errored or exit_code not in FINE
    changes, kept = keep(gathered.entries, secrets)
    roles = [entry.change.role for entry in gathered.entries]
    errors_first = sorted(facts.diagnostics, key=lambda one: one.severity != "error")
    diagnostics = tuple(_swept(one, secrets) for one in errors_first[:MAX_DIAGNOSTICS])
    failed = tuple(_sentence(one, secrets) for one in facts.failed_checks[:MAX_CHECKS])
    return Reading(
        form=facts.form,
        counts=gathered.tally.counts(),
        finding=None if errored else classify.finding(set(roles)),
        errored=errored,
        error=_error(diagnostics, failed, exit_code) if errored else "",
        complete=facts.complete and not errored,
        drift=gathered.drift,
        drifted=sum(role in (Role.DRIFT, Role.MIXED, Role.INDIRECT) for role in roles),
        observed=roles.count(Role.OBSERVED),
        pending=roles.count(Role.PENDING) + roles.count(Role.MIXED),
        outputs=facts.outputs,
        failed_checks=failed,
        deferred=facts.deferred,
        changes=changes,
        kept=kept,
        resources=gathered.resources,
        sketch=gathered.sketch.smallest(),
        documents=facts.documents,
        tool=facts.tool,
        version=plain(facts.version, 30),
        format_version=plain(facts.format_version, 10),
        planned_at=plain(facts.planned_at, 40),
        diagnostics=diagnostics,
        notes=tuple(_notes(facts, secrets, len(gathered.entries), len(changes), kept)),
    )


def _notes(facts: Facts, secrets: Secrets, found: int, listed: int, kept: int) -> list[str]:
    notes = list(facts.notes)
    if facts.documents > 1:
        notes.append(f"{facts.documents:,} plans in one file, added up")
    if not facts.complete and not facts.errored:
        notes.append("the plan is not complete: it was limited to targets, or changes are deferred")
    if facts.form != STREAM and kept < found:
        notes.append(f"attributes are kept of the {kept:,} most important of {found:,} changes")
    if listed < found:
        notes.append(f"{found - listed:,} further changes are only counted")
    if secrets.too_many:
        notes.append("too many sensitive values to look for copies of them: no value is kept")
    return notes


def _error(diagnostics: tuple[Diagnostic, ...], failed: tuple[str, ...], exit_code: int | None) -> str:
    """What went wrong, in the words of whoever said it first."""
    for one in diagnostics:
        if one.severity == "error":
            return ": ".join(part for part in (one.address, one.summary, one.detail) if part)[:MAX_SENTENCE]
    if failed:
        return failed[0]
    if exit_code not in FINE:
        return f"the plan ended with exit code {exit_code}"
    return "the plan could not be finished"


def _swept(one: Diagnostic, secrets: Secrets) -> Diagnostic:
    return replace(
        one,
        severity="error" if one.severity == "error" else "warning",
        summary=plain(secrets.sweep_message(one.summary[:MAX_READ]), MAX_SENTENCE),
        detail=plain(secrets.sweep_message(one.detail[:MAX_READ]), MAX_TEXT),
        address=plain(secrets.sweep_address(one.address[:MAX_READ]), MAX_SENTENCE),
    )


def _sentence(text: str, secrets: Secrets) -> str:
    return plain(secrets.sweep_message(text[:MAX_READ]), MAX_SENTENCE)
