"""What workers do for releases."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from releases.actions.calls import answer_calls, look_at_services
from releases.actions.settling import settle

log = logging.getLogger(__name__)


@shared_task
def settle_releases() -> None:
    log.info("releases settled: %s", settle(timezone.now()))
    look_at_services(timezone.now())
    log.info("calls answered: %s", answer_calls(timezone.now()))
