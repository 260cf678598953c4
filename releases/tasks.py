"""What workers do for releases."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from releases.actions import reading_code, services
from releases.actions.calls import answer_calls, look_at_services
from releases.actions.settling import settle
from releases.models import Release, Service

log = logging.getLogger(__name__)


@shared_task
def settle_releases() -> None:
    log.info("releases settled: %s", settle(timezone.now()))
    look_at_services(timezone.now())
    log.info("calls answered: %s", answer_calls(timezone.now()))


@shared_task
def read_for_gates() -> None:
    for service_id in services.due_services(timezone.now()):
        read_service.delay(service_id)
    for release_id in reading_code.due_readings(timezone.now()):
        read_code.delay(release_id)


@shared_task
def read_service(service_id: int) -> None:
    service = Service.objects.select_related("connection").filter(pk=service_id).first()
    if service is not None:
        log.info("service %s read: %s", service, services.read_service(service, timezone.now()))


@shared_task
def read_code(release_id: int) -> None:
    release = Release.objects.select_related("application__repository").filter(pk=release_id).first()
    if release is not None:
        log.info("code of %s read: %s", release, reading_code.read_code(release, timezone.now()))
