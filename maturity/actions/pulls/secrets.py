"""Who may call our webhook: a secret for each repository, made from the key and stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from maturity.core.pulls import signature
from maturity.models import Event, Repository, User

NOBODY = 0  # no repository has this number: what is checked for a repository that is not there


def secret_of(repository: Repository) -> str:
    return signature.secret(settings.SECRET_KEY, repository.pk, repository.webhook_version)


def verify(repository: Repository | None, host: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the host of this repository sent the body. As much work for one that is not there."""
    pk, version = (repository.pk, repository.webhook_version) if repository else (NOBODY, 0)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    secrets = [signature.secret(key, pk, version) for key in keys]
    lower = {name.lower(): value for name, value in headers.items()}
    good = signature.is_good(host, lower, body, secrets, timezone.now().timestamp())
    return good and repository is not None and repository.host == host


def rotate_secret(by: User, repository: Repository) -> None:
    """A new secret; what the host still signs with the old one is refused."""
    with transaction.atomic():
        Repository.objects.filter(pk=repository.pk).update(webhook_version=F("webhook_version") + 1)
        _tell(by, repository, "webhook.rotated")
    repository.refresh_from_db(fields=["webhook_version"])


def switch_comments(by: User, repository: Repository, *, on: bool) -> None:
    """Whether Rungs writes its summary on pull requests."""
    with transaction.atomic():
        changed = Repository.objects.filter(pk=repository.pk).exclude(comments=on).update(comments=on)
        if changed:
            _tell(by, repository, "comments.on" if on else "comments.off")
    repository.comments = on


def _tell(by: User, repository: Repository, kind: str) -> None:
    Event.objects.create(
        kind=kind, actor=by, repository=repository, subject=repository.name, at=timezone.now()
    )
