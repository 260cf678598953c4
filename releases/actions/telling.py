"""Leaving an Event about an application, so that everybody who may see it finds it in the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from maturity.models import Event, User
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
