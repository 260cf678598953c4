"""Somebody waits: a row, and an Event."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from maturity.models import Event, Repository
from releases.actions import telling
from releases.actions.hearing import application_of
from releases.core.environments import Environment, environment_of
from releases.core.heard import HeardGate
from releases.models import Application, GateCall
from releases.models.calls import Caller

DAYS = timedelta(days=30)  # GitHub fails the job then


def hear_gate(repository: Repository, heard: HeardGate) -> GateCall | None:
    """A job of a workflow run waits. None: it is known already."""
    address = {
        "repository": repository.pk, "run": heard.run, "environment": heard.environment, "ref": heard.ref,
        "commit": heard.commit,
    }  # fmt: skip
    known_as = f"{repository.pk}:{heard.run}:{heard.deployment}:{heard.environment}"
    return wait(
        Caller.GITHUB, known_as[:250], application_of(repository, heard.ref, heard.commit),
        environment_of(heard.environment), address,
        url=f"{repository.web_url}/actions/runs/{heard.run}" if repository.web_url else "",
        expires_at=timezone.now() + DAYS,
    )  # fmt: skip


def wait(
    kind: Caller, known_as: str, application: Application | None, environment: Environment | None,
    address: dict[str, Any], *, url: str = "", expires_at: datetime | None = None,
) -> GateCall | None:  # fmt: skip
    now = timezone.now()
    try:
        with transaction.atomic():
            call = GateCall.objects.create(
                kind=kind, external_id=known_as, application=application, address=address, url=url[:500],
                environment=environment or Environment.PROD, asked_at=now, next_try_at=now,
                expires_at=expires_at,
            )  # fmt: skip
            tell("call.waiting", call, now)
    except IntegrityError:
        return None
    return call


def tell(kind: str, call: GateCall, now: datetime, **data: Any) -> None:
    """About its application, or about the repository when nobody knows which that is."""
    told = {"call": call.pk, "by_kind": call.kind, "environment": call.environment, "url": call.url, **data}
    if call.application is not None:
        telling.tell(kind, None, call.application, at=now, **told)
        return
    repository = Repository.objects.filter(pk=call.address.get("repository")).first()
    subject = repository.name if repository else call.external_id
    Event.objects.create(kind=kind, repository=repository, subject=subject[:250], data=told, at=now)
