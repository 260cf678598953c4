"""One at a time: whoever changes something about a release holds its application meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from maturity.models import User
from releases.actions.errors import Overtaken
from releases.actions.principals import Principal, expect, principal
from releases.core.machine import Move, after
from releases.core.state import State
from releases.models import Application, Release


def take_turn(application_id: int) -> None:
    """Until the transaction ends: all that concerns an application goes one after the other.

    SQLite needs no lock: its transactions are IMMEDIATE.
    """
    Application.objects.select_for_update(no_key=True).get(pk=application_id)


def locked(release: Release) -> Release:
    """The release as it is now, until the transaction ends."""
    take_turn(release.application_id)
    found = Release.objects.select_related("application__team", "application__repository")
    return found.select_for_update(of=("self",), no_key=True).get(pk=release.pk)


def locked_for(
    by: User, release: Release, least: int, *, digest: str | None = None, revision: int | None = None,
    login: str = "",
) -> tuple[Release, Principal]:  # fmt: skip
    """Likewise, and the person as they are, who has at least this role. Raises Overtaken, Refused."""
    release = locked(release)
    expect_same(release, digest, revision)
    who = principal(by, release.application.team, login)
    expect(who, least)
    return release, who


def expect_same(release: Release, digest: str | None, revision: int | None) -> None:
    """What the page showed is what there is. None: whoever asks did not say."""
    if digest is not None and digest != release.digest:
        raise Overtaken(_("What is released has changed since this page was loaded: look at it again."))
    if revision is not None and revision != release.revision:
        raise Overtaken(_("Somebody changed this release since this page was loaded: look at it again."))


def move(release: Release, by: Move, why: str, now: datetime, **fields: Any) -> None:
    """The transition and nothing else; Overtaken when it is not possible any more."""
    to = after(release.state, by)
    if to is None or not release.move(to, why, now, **fields):
        raise Overtaken(_("This release is in another state by now: look at it again."))


def touch(release: Release) -> None:
    """Something about it changed though its state did not: pages loaded before are out of date."""
    if not release.move(State(release.state), release.state_why, release.state_at):
        raise Overtaken(_("Somebody was faster: look at it again."))
