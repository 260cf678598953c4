"""Room on this machine: what nobody needs any more is removed."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from maturity.actions.checks.episodes import close_gone
from maturity.actions.checks.retention import prune
from maturity.actions.checks.rollups import keep_rolled_up
from maturity.actions.notifications.letters import forget_old
from maturity.actions.people.lockout import forget_attempts
from maturity.adapters import terraform
from maturity.adapters.git import Mirror
from maturity.adapters.memo import BlobMemo
from maturity.models import Delivery, Import, Repository
from maturity.models.imports import AT_WORK

KEPT_SECONDS = 24 * 3600
IMPORTS_KEPT = timedelta(days=30)
DELIVERIES_KEPT = timedelta(days=7)  # hosts send again what failed for three days


def tidy() -> int:
    """Called every minute: rows whose time is over go, and the copies of forgotten repositories."""
    now = timezone.now()
    close_gone(now)
    prune(now)
    forget_old(now)
    keep_rolled_up(now)
    forget_attempts(now)
    Import.objects.filter(requested_at__lt=now - IMPORTS_KEPT).exclude(state__in=AT_WORK).delete()
    return _tidy_copies()


def _tidy_copies() -> int:
    """How many were removed.

    Whoever forgot one may have done so on another machine than the one that holds its copy.
    """
    Delivery.objects.filter(at__lt=timezone.now() - DELIVERIES_KEPT).delete()
    BlobMemo().prune()
    terraform.sweep()
    folder = settings.RUNGS_DATA / "mirrors"
    if not folder.is_dir():
        return 0
    known = {Mirror(url).folder.name for url in Repository.objects.values_list("url", flat=True)}
    old = time.time() - KEPT_SECONDS
    left = [path for path in folder.iterdir() if path.name not in known and path.stat().st_mtime < old]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)
