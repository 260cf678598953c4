"""Leaving an Event about an application, so that everybody who may see it finds it in the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from maturity.models import Event, Team, User
from releases.models import Application


def tell(
    kind: str,
    by: User | None,
    application: Application,
    *,
    subject: str = "",
    at: datetime | None = None,
    **data: Any,
) -> Event:
    """subject: what it is about; the application itself when nothing is said.

    The team is told too where the repository is another's, or gone.
    """
    repository = application.repository
    theirs = repository is not None and repository.team_id == application.team_id
    return Event.objects.create(
        kind=kind,
        actor=by,
        repository=repository,
        team=None if theirs else application.team,
        subject=(subject or application.name)[:250],
        data={"application": application.slug, **data},
        at=at or timezone.now(),
    )


def tell_owner(
    kind: str,
    by: User,
    team: Team | None,
    application: Application | None,
    *,
    subject: str,
    at: datetime,
    **data: Any,
) -> Event:
    """About what belongs to an application, to a team, or (without both) to the organisation."""
    if application is not None:
        return tell(kind, by, application, subject=subject, at=at, **data)
    return Event.objects.create(kind=kind, actor=by, team=team, subject=subject[:250], data=data, at=at)
