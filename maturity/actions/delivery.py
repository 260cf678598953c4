"""Telling others what happened. Each Event is told at most once."""

from __future__ import annotations

import logging
from datetime import datetime

from maturity.models import Event

log = logging.getLogger("rungs.events")

BATCH = 500


def deliver_events(now: datetime) -> int:
    """How many were told. For now the log is the only one who listens."""
    told = 0
    for event in Event.objects.undelivered()[:BATCH]:
        if event.claim(now):
            log.info("%s: %s %s", event.kind, event.subject, event.data)
            told += 1
    return told
