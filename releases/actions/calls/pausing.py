"""Deployments of ECS services: what is seen of them is recorded, and those that pause wait for an answer."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from django.db.models import F, Q

from maturity.actions.errors import Refused
from maturity.adapters.errors import AdapterError
from releases.actions.calls.waiting import wait
from releases.actions.deployments import record
from releases.actions.hearing import open_deployed
from releases.adapters.ecs_hooks import Pause, ServiceDeployment, deployments_of
from releases.core.environments import Environment
from releases.core.images import STATUSES, main_image, tag_of
from releases.models import Application, Release, Service
from releases.models.calls import Caller
from releases.models.deployments import Origin

log = logging.getLogger(__name__)

AT_ONCE = 50
PAUSE = timedelta(seconds=30)  # shorter than a turn of the clock


def look_at_services(now: datetime) -> int:
    """Of services that Rungs may answer for: how many of their deployments wait. What AWS refuses of one
    keeps no other waiting. Of two workers one looks at a service."""
    found = Service.objects.filter(acts=True, connection__isnull=False, application__archived=False)
    due = found.filter(Q(watched_at__isnull=True) | Q(watched_at__lte=now - PAUSE))
    rows = due.select_related("connection", "application__team", "application__repository")
    waiting = 0
    for service in rows.order_by(F("watched_at").asc(nulls_first=True), "pk")[:AT_ONCE]:
        try:
            waiting += look_at(service) if _claim(service, now) else 0
        except AdapterError as error:
            log.warning("the deployments of %s cannot be seen: %s", service, error.message)
    return waiting


def _claim(service: Service, now: datetime) -> bool:
    same = Service.objects.filter(pk=service.pk, watched_at=service.watched_at)
    return bool(same.update(watched_at=now))


def look_at(service: Service) -> int:
    """Asks AWS, outside of any transaction. Raises AdapterError."""
    if service.connection is None:
        return 0
    seen = deployments_of(service.connection, service.region, service.cluster, service.name)
    known = _artifacts(service.application)
    waiting = 0
    for one in reversed(seen):  # the oldest first
        image, digest = main_image(one.images, known)
        version = _record(service, one, image, digest)
        waiting += sum(_waits(service, one, pause, version, digest) for pause in one.pauses)
    return waiting


def _artifacts(application: Application) -> frozenset[str]:
    every = Release.objects.filter(application=application).exclude(artifact="")
    return frozenset(every.newest_first().values_list("artifact", flat=True)[:200])


def _waits(service: Service, one: ServiceDeployment, pause: Pause, version: str, digest: str) -> bool:
    known_as = hashlib.sha256(f"{one.arn}\0{pause.hook}".encode()).hexdigest()
    address = {
        "service": service.pk, "deployment": one.arn, "hook": pause.hook, "artifact": digest,
        "version": version, "environment": service.environment,
    }  # fmt: skip
    made = wait(
        Caller.ECS, known_as, service.application, Environment(service.environment), address,
        expires_at=pause.expires_at,
    )  # fmt: skip
    return made is not None


def _record(service: Service, one: ServiceDeployment, image: str, digest: str) -> str:
    """Its version; "" when nobody knows which that is, and nothing is recorded then."""
    application, name = service.application, one.arn.rpartition("/")[2]
    known = application.deployments.filter(origin=Origin.ECS, external_id=name).first()
    version = known.version if known else _version(application, image, digest)
    result = STATUSES.get(one.status)
    if not version or result is None or (known is not None and known.result == result):
        return version
    try:
        found = record(
            application, service.environment, version, artifact=digest, result=result, origin=Origin.ECS,
            external_id=name, started_at=one.started_at, finished_at=one.finished_at,
        )  # fmt: skip
    except Refused as refusal:
        log.info("the deployment %s is not recorded: %s", one.arn, refusal.message)
        return version
    open_deployed(found)
    return version


def _version(application: Application, image: str, digest: str) -> str:
    """As the release of this image is called, or its tag says, or its digest begins."""
    if not digest:
        return ""
    release = application.releases.filter(artifact=digest).newest_first().first()
    seen = application.deployments.filter(artifact=digest).newest_first().first()
    if release or seen:
        return release.version if release else seen.version if seen else ""
    return tag_of(image) or digest.removeprefix("sha256:")[:12]
