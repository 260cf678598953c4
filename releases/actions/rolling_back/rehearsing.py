"""Rehearsals: somebody rolls back on purpose, to know that it works and how long it takes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Role, User
from releases.actions.principals import expect, principal
from releases.actions.telling import tell
from releases.core.environments import Environment
from releases.models import Application, Rehearsal, Release

DAY_SECONDS = 86_400
OLDEST = timedelta(days=366)


class Tried(Struct, frozen=True, kw_only=True):
    """seconds: from the decision until the version before served; None when nobody measured."""

    at: datetime
    environment: str = "stage"
    version: str = ""
    worked: bool = True
    seconds: int | None = None
    note: str = ""


def rehearse(by: User, application: Application, tried: Tried) -> Rehearsal:
    """Write down that it was tried, whether it worked and how long it took. Raises Refused."""
    now = timezone.now()
    expect(principal(by, application.team), Role.ENGINEER)
    if tried.environment not in list(Environment):
        raise Refused(_("Choose Stage or Prod."))
    if not now - OLDEST <= tried.at <= now + timedelta(minutes=1):
        raise Refused(_("A rehearsal was within the last year, and not in the future."))
    if tried.seconds is not None and not 0 < tried.seconds <= DAY_SECONDS:
        raise Refused(_("Enter how long it took: at most a day."))
    release = Release.objects.filter(application=application, version=tried.version).newest_first().first()
    with transaction.atomic():
        kept = Rehearsal.objects.create(
            application=application, release=release, environment=tried.environment,
            version=clean(tried.version)[:100], worked=tried.worked, seconds=tried.seconds,
            note=clean(tried.note)[:500], by=by.username, at=tried.at,
        )  # fmt: skip
        tell(
            "rollback.rehearsed", by, application, at=now, environment=tried.environment, worked=tried.worked,
            seconds=tried.seconds or 0,
        )  # fmt: skip
    return kept
