"""Tickets: what whoever deploys shows, once. Only their digests are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import User
from releases.actions.history import tell
from releases.actions.locking import locked, touch
from releases.actions.principals import machine
from releases.core.standing import in_force
from releases.core.state import State
from releases.models import GateTicket, Release

PREFIX = "rungs_gate_"
LASTS = timedelta(minutes=30)


def issue(release: Release, step: int, told: dict[str, object], by: User | None, now: datetime) -> str:
    """For whoever holds the release and checked all there is to check: the secret, which is told only now.

    step  the percentage of the traffic that it opens
    """
    void(release, now)
    secret = PREFIX + secrets.token_urlsafe(32)
    GateTicket.objects.create(
        release=release, environment=release.to_environment, digest=release.digest, step=step,
        secret=digest_of(secret), principal=told, issued_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    tell("ticket.issued", by, release, now, step=step, principal=told)
    return secret


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def void(release: Release, now: datetime) -> int:
    """Those that nobody used yet open nothing any more: how many."""
    return release.tickets.filter(used_at=None, void_at=None).update(void_at=now)


def use_ticket(
    secret: str, *, digest: str, used_by: str, environment: str = "prod", now: datetime | None = None
) -> GateTicket:
    """Let whoever shows it through, once. digest: what they are about to deploy, as `Release.digest`."""
    found = GateTicket.objects.select_related("release").filter(secret=digest_of(secret)).first()
    if found is None:
        raise Refused(_("There is no such ticket."))
    return _used(found, digest, environment, used_by, now or timezone.now())


def use_open_ticket(
    release: Release, *, digest: str, used_by: str, now: datetime | None = None
) -> GateTicket:
    """For a machine that is known by its own token: the ticket of this release that nobody used yet."""
    found = release.tickets.select_related("release").filter(used_at=None, void_at=None).last()
    if found is None:
        raise Refused(_("No ticket of this release is open: start it first."))
    return _used(found, digest, release.to_environment, used_by, now or timezone.now())


def _used(ticket: GateTicket, digest: str, environment: str, used_by: str, now: datetime) -> GateTicket:
    with transaction.atomic():
        release = locked(ticket.release)
        ticket.refresh_from_db(from_queryset=GateTicket.objects.filter(release=release))
        wrong = _wrong(ticket, release, digest, environment, now)
        if wrong:
            raise Refused(wrong)
        ticket.used_at, ticket.used_by = now, used_by[:200]
        ticket.save(update_fields=["used_at", "used_by"])
        tell("ticket.used", None, release, now, step=ticket.step, principal=machine(used_by[:200]))
        touch(release)
    return ticket


def _wrong(ticket: GateTicket, release: Release, digest: str, environment: str, now: datetime) -> str:
    if ticket.used_at is not None:
        return _("This ticket was used already.")
    if ticket.void_at is not None or release.state != State.ROLLING:
        return _("This ticket was withdrawn: the release was held, rolled back or ended meanwhile.")
    if not in_force(ticket.issued_at, ticket.expires_at, now):
        return _("This ticket is over: it was good for 30 minutes.")
    if digest != ticket.digest or digest != release.digest:
        return _("This ticket is for something else than what is about to be deployed.")
    return _("This ticket is for another environment.") if environment != ticket.environment else ""
