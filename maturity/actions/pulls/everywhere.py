"""One webhook for all repositories of a host: a GitHub App's, an organisation's, or a GitLab group's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maturity.actions.repositories import known_at
from maturity.core.pulls import signature
from maturity.models import Event, Organisation, Repository, User
from maturity.models.organisations import ONLY


def secret_of_host(host: str) -> str:
    return signature.secret_of_host(settings.SECRET_KEY, host, Organisation.current().hook_version)


def verify_host(host: str, headers: Mapping[str, str], body: bytes) -> bool:
    version = Organisation.current().hook_version
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    secrets = [signature.secret_of_host(key, host, version) for key in keys]
    lower = {name.lower(): value for name, value in headers.items()}
    return signature.is_good(host, lower, body, secrets, timezone.now().timestamp())


def repository_in(host: str, body: bytes) -> Repository | None:
    """Which one a signed body tells of, when it is connected."""
    try:
        told: Any = msgspec.json.decode(body)
        place = told["repository"]["html_url"] if host == "github" else told["project"]["web_url"]
    except (msgspec.DecodeError, RecursionError, KeyError, TypeError):
        return None
    found = known_at(place) if isinstance(place, str) and len(place) <= 500 and "\0" not in place else None
    return found if found is not None and found.host == host and not found.archived else None


def rotate_host_secrets(by: User) -> None:
    """New secrets for the webhooks of whole hosts: what is signed with the old ones is refused."""
    with transaction.atomic():
        row = Organisation.objects.select_for_update().filter(pk=ONLY).first() or Organisation(pk=ONLY)
        row.hook_version += 1
        row.save()
        Event.objects.create(kind="webhook.rotated", actor=by, subject="", at=timezone.now())
