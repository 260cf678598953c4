"""The worker's part of an import: a piece at a time, each row written while the lease is its own.

Killed at any moment it loses nothing: the next one goes on at the page, or the repository, that is not done.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from maturity.actions.imports.connecting import connect_some
from maturity.actions.imports.lease import LeaseLost
from maturity.actions.imports.listing import list_some
from maturity.actions.pulls.scheduling import pause
from maturity.adapters.errors import OURS, AdapterError
from maturity.adapters.hosting import RateLimited
from maturity.models import Import, ImportState
from maturity.models.imports import ATTEMPTS

log = logging.getLogger(__name__)

PIECE = 60.0  # seconds; then other work has its turn
REMIND_AFTER = timedelta(seconds=60)
AT_ONCE = 20
STOPPED = "The worker stopped in the middle %d times."


def due(now: datetime) -> list[int]:
    """Imports whose worker stopped, whose pause is over, or of which none heard. Given to one clock each."""
    silent = Q(sent_at__isnull=True) | Q(sent_at__lt=now - REMIND_AFTER)
    waiting = Import.objects.free(now).filter(silent)
    found = waiting.order_by("sent_at", "pk").values_list("pk", flat=True)[:AT_ONCE]
    return [pk for pk in found if waiting.filter(pk=pk).update(sent_at=now)]


def work(pk: int) -> bool:
    """Do a piece of it, unless somebody else does. True: there is more, and workers must be told again."""
    found = Import.objects.filter(pk=pk).first()
    worker = f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid4().hex[:12]}"
    if found is None or not found.claim(worker, timezone.now()):
        return False
    if found.attempt > ATTEMPTS:
        found.end(ImportState.ERRORED, timezone.now(), STOPPED % ATTEMPTS)
        return False
    try:
        return _piece(found) and found.hand_back() and _told(found)
    except LeaseLost:
        log.warning("import %s was taken over by another worker", pk)
    except RateLimited as limited:
        pause(limited.host, limited.until)
        found.hand_back(limited.until, limited.message)
    except AdapterError as error:
        _stop(found, error)
    except Exception:
        log.exception("import %s failed", pk)
        found.end(ImportState.ERRORED, timezone.now(), OURS)
    return False


def _piece(found: Import) -> bool:
    end = time.monotonic() + PIECE
    return list_some(found, end) if found.state == ImportState.LISTING else connect_some(found, end)


def _stop(found: Import, error: AdapterError) -> None:
    """What may pass is tried again by the clock, some times; the pause grows."""
    if error.permanent or found.attempt >= ATTEMPTS:
        found.end(ImportState.ERRORED, timezone.now(), error.message)
    else:
        found.hand_back(timezone.now() + timedelta(minutes=found.attempt), error.message, found.attempt)


def _told(found: Import) -> bool:
    return Import.objects.filter(pk=found.pk).update(sent_at=timezone.now()) == 1
