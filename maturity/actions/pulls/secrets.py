"""Who may call our webhook: a secret for each repository, made from the key and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maturity.core.pulls import signature
from maturity.models import Event, Repository, User

GRACE = timedelta(hours=24)
NOBODY = 0  # no repository has this number: what is checked for a repository that is not there


def secret_of(repository: Repository) -> str:
    return signature.secret(settings.SECRET_KEY, repository.pk, repository.webhook_version)


def old_secret_until(repository: Repository, now: datetime) -> datetime | None:
    """Until when the secret before this one is good; None when it is not any more."""
    ends = repository.webhook_rotated_at and repository.webhook_rotated_at + GRACE
    return ends if ends and ends > now else None


def verify(repository: Repository | None, host: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the host of this repository sent the body. As much work for one that is not there."""
    now = timezone.now()
    pk, version = (repository.pk, repository.webhook_version) if repository else (NOBODY, 0)
    before = (pk, version - 1) if repository and old_secret_until(repository, now) else (NOBODY, 0)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    secrets = [signature.secret(key, *one) for key in keys for one in ((pk, version), before)]
    lower = {name.lower(): value for name, value in headers.items()}
    good = signature.is_good(host, lower, body, secrets, now.timestamp())
    return good and repository is not None and repository.host == host


def rotate_secret(by: User, repository: Repository) -> None:
    """A new secret. The one before stays good for a day, so that the host can be told; no other one does."""
    now = timezone.now()
    with transaction.atomic():
        mine = Repository.objects.filter(pk=repository.pk)
        mine.update(webhook_version=F("webhook_version") + 1, webhook_rotated_at=now)
        _tell(by, repository, "webhook.rotated", until=(now + GRACE).isoformat())
    repository.refresh_from_db(fields=["webhook_version", "webhook_rotated_at"])


def end_old_secret(by: User, repository: Repository) -> None:
    """What the host still signs with the old one is refused from now on."""
    with transaction.atomic():
        mine = Repository.objects.filter(pk=repository.pk, webhook_rotated_at__isnull=False)
        if mine.update(webhook_rotated_at=None):
            _tell(by, repository, "webhook.old_ended")
    repository.webhook_rotated_at = None


def switch_comments(by: User, repository: Repository, *, on: bool) -> None:
    """Whether Rungs writes its summary on pull requests."""
    with transaction.atomic():
        changed = Repository.objects.filter(pk=repository.pk).exclude(comments=on).update(comments=on)
        if changed:
            _tell(by, repository, "comments.on" if on else "comments.off")
    repository.comments = on


def _tell(by: User, repository: Repository, kind: str, **data: str) -> None:
    Event.objects.create(
        kind=kind, actor=by, repository=repository, subject=repository.name, data=data, at=timezone.now()
    )
