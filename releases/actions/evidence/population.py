"""All releases of a time, one line each: the population auditors draw their sample from (SOC 2, CC8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from releases.models import CheckRun, Decision, Release, SignOff
from releases.models.releases import ReleaseQuerySet

COLUMNS = (
    "application", "version", "attempt", "state", "requested_by", "requested_at", "approved_by",
    "approved_at", "author_approved", "checks", "not_passed", "waived", "started_at", "completed_at",
    "emergency", "emergency_reason", "review_due_at", "review_done_at", "reviewed_by", "rolled_back_at",
    "artifact", "commit", "digest",
)  # fmt: skip
AT_ONCE = 500


def population(
    found: ReleaseQuerySet, since: datetime | None = None, until: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """In the order they were opened. found: which of them may be told of."""
    if since:
        found = found.filter(created_at__gte=since)
    if until:
        found = found.filter(created_at__lt=until)
    words = SignOff.objects.filter(item="", decision=Decision.APPROVE).order_by("at", "pk")
    ready = found.select_related("application").prefetch_related(
        Prefetch("signoffs", words, to_attr="words"),
        Prefetch("checks", CheckRun.objects.filter(current=True), to_attr="answers"),
        "waivers", "tickets", "overrides__review", "rollbacks",
    )  # fmt: skip
    for release in ready.order_by("created_at", "pk").iterator(chunk_size=AT_ONCE):
        yield _line(release)


def _line(release: Any) -> dict[str, Any]:
    words, answers = release.words, release.answers
    starts = sorted(one.used_at for one in release.tickets.all() if one.used_at)
    return {
        "application": release.application.name, "version": release.version, "attempt": release.attempt,
        "state": release.state, "requested_by": release.author_name,
        "requested_at": _at(release.created_at),
        "approved_by": "; ".join(_account(one.principal) for one in words),
        "approved_at": _at(words[-1].at) if words else "",
        "author_approved": any(_is_author(release, one) for one in words),
        "checks": len(answers),
        "not_passed": "; ".join(
            one.item for one in answers if one.outcome not in ("passed", "not_applicable")
        ),
        "waived": "; ".join(sorted({one.item for one in release.waivers.all()})),
        "started_at": _at(starts[0]) if starts else "", "completed_at": _at(release.completed_at),
        **_emergency(list(release.overrides.all())),
        "rolled_back_at": _at(max((one.started_at for one in release.rollbacks.all()), default=None)),
        "artifact": release.artifact, "commit": release.commit, "digest": release.digest,
    }  # fmt: skip


def _emergency(overrides: list[Any]) -> dict[str, Any]:
    """Of the first time somebody broke the glass."""
    first = min(overrides, key=lambda one: one.at, default=None)
    review = getattr(first, "review", None)
    return {
        "emergency": first is not None,
        "emergency_reason": first.reason if first else "",
        "review_due_at": _at(review.due_at) if review else "",
        "review_done_at": _at(review.done_at) if review else "",
        "reviewed_by": _account(review.principal) if review and review.done_at else "",
    }


def _is_author(release: Release, word: SignOff) -> bool:
    """By account, or by the address of who opened it or of any commit in it."""
    emails = [release.author_email, *(str(one.get("email") or "") for one in release.authors or ())]
    email = str(word.principal.get("email") or "").casefold()
    own = word.person_id is not None and word.person_id == release.author_id
    return own or (bool(email) and email in map(str.casefold, emails))


def _account(principal: dict[str, Any]) -> str:
    """What auditors find in other lists too: two people may have one name. A machine has nothing else."""
    return str(principal.get("username") or principal.get("name") or "")


def _at(at: datetime | None) -> str:
    return at.isoformat() if at else ""
