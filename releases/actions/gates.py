"""Whether a release may go, asked by machines: and letting one through, once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from releases.actions.errors import Overtaken
from releases.actions.moving import start, use_open_ticket, use_ticket
from releases.actions.standing import standing_of
from releases.actions.tickets import digest_of
from releases.core import asking
from releases.core.asking import Told
from releases.core.machine import next_step
from releases.core.state import State
from releases.models import Release


def ask(release: Release, now: datetime) -> Told:
    """From the rows as they are; nothing is written. Five queries."""
    first = next_step(release.steps, 0) or 0
    good = release.tickets.filter(
        used_at=None, void_at=None, digest=release.digest, issued_at__lte=now, expires_at__gt=now
    )
    waiting = good.values_list("step", flat=True).last() if release.state == State.ROLLING else None
    standing = standing_of(release, now)
    return asking.told(State(release.state), release.state_why, standing, first, waiting)


def go(
    release: Release, *, environment: str, digest: str, via: str, step: int | None = None, ticket: str = "",
    key: str = "", now: datetime,
) -> int:  # fmt: skip
    """Let a machine through: the percentage of the traffic that it may open now.

    Whoever asks first after everything is signed off starts the release by it. digest: of the release, or of
    the artifact that is about to be deployed. key: tells jobs apart, so that one that asks twice is answered
    twice. Raises Blocked, Overtaken, Refused.
    """
    _expect_it(release, environment, digest)
    used_by = machine_named(via, key)
    if key and (again := _let_through(release, used_by)) is not None:
        return again
    _expect_step(release, step, now)
    if ticket:
        if not release.tickets.filter(secret=digest_of(ticket)).exists():
            raise Refused(_("There is no such ticket."))
        return use_ticket(ticket, digest=release.digest, used_by=used_by, environment=environment).step
    if release.state == State.ROLLING:
        return use_open_ticket(release, digest=release.digest, used_by=used_by).step
    secret = start(None, release, digest=release.digest, via=via)
    return use_ticket(secret, digest=release.digest, used_by=used_by, environment=environment).step


def address_of(release: Release) -> str:
    """Of its page, by the name that people reach us by."""
    given = [release.application.slug, release.version]
    return settings.RUNGS_URL + reverse("releases:release", args=given)


def machine_named(via: str, key: str) -> str:
    """As tickets keep who used them."""
    return f"{via} {key}".strip()[:200]


def _expect_it(release: Release, environment: str, digest: str) -> None:
    if environment != release.to_environment:
        text = _("This release goes to %(there)s, not to %(asked)s.")
        raise Refused(text % {"there": release.to_environment, "asked": environment})
    if not digest or digest not in (release.digest, release.artifact):
        raise Overtaken(_("This is not what was signed off: ask for the digest of the release again."))


def _expect_step(release: Release, step: int | None, now: datetime) -> None:
    told = ask(release, now)
    if step is not None and told.allowed and told.step != step:
        text = _("%(next)s %% of the traffic are next, not %(asked)s %%.")
        raise Overtaken(text % {"next": told.step, "asked": step})


def _let_through(release: Release, used_by: str) -> int | None:
    """The same job once more: its answer was lost on the way."""
    last = release.tickets.order_by("-pk").first()
    if release.state != State.ROLLING or last is None or last.void_at is not None:
        return None
    same = last.used_at is not None and last.used_by == used_by and last.digest == release.digest
    return last.step if same else None
