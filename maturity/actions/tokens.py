"""API tokens: made once, shown once, revoked for good."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from maturity.actions.errors import Refused
from maturity.models import ApiToken, Event, Repository, User

MOST = 50  # in force for one repository
PUSH = "push"


def create_token(
    by: User | None, repository: Repository, name: str, days: int | None
) -> tuple[ApiToken, str]:
    """The row, and the token itself: nobody can read it again.

    days  until it expires; None for never
    """
    now = timezone.now()
    if repository.tokens.in_force(now).count() >= MOST:
        raise Refused(f"{repository.name} has {MOST} tokens already: revoke one that is not used.")
    secret = ApiToken.make()
    with transaction.atomic():
        token = ApiToken.objects.create(
            repository=repository, name=name, digest=ApiToken.digest_of(secret), hint=secret[-4:],
            verbs=[PUSH], created_by=by, created_at=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )  # fmt: skip
        _tell("token.created", by, token)
    return token, secret


def revoke_token(by: User | None, token: ApiToken) -> None:
    """It works no more. Revoking it again changes nothing."""
    with transaction.atomic():
        mine = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
        if mine.update(revoked_at=timezone.now()):
            _tell("token.revoked", by, token)


def _tell(kind: str, by: User | None, token: ApiToken) -> None:
    subject = str(token.repository or token.team)
    Event.objects.create(
        kind=kind, actor=by, repository=token.repository, team=token.team, subject=subject, at=timezone.now(),
        data={"name": token.name, "hint": token.hint},
    )  # fmt: skip
