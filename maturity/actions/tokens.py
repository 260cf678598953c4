"""API tokens: made once, shown once, revoked for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import ApiToken, Event, Repository, Team, User
from maturity.verbs import all_verbs

MOST = 50  # in force for one repository, or for one team
PUSH, READ = "push", "read"


def create_token(
    by: User | None,
    scope: Repository | Team,
    name: str,
    days: int | None,
    verbs: Sequence[str] = (PUSH, READ),
) -> tuple[ApiToken, str]:
    """The row, and the token itself: nobody can read it again.

    scope  works for this repository, or for all of this team's, those of tomorrow too
    days   until it expires; None for never
    """
    now = timezone.now()
    if scope.tokens.in_force(now).count() >= MOST:
        text = _("%(name)s has %(number)s tokens already: revoke one that is not used.")
        raise Refused(text % {"name": scope, "number": MOST})
    if not verbs or not set(verbs) <= set(all_verbs()):
        raise Refused(_("Choose what the token may do."))
    secret = ApiToken.make()
    with transaction.atomic():
        token = ApiToken.objects.create(
            repository=scope if isinstance(scope, Repository) else None,
            team=scope if isinstance(scope, Team) else None,
            name=name, digest=ApiToken.digest_of(secret), hint=secret[-4:], verbs=list(verbs), created_by=by,
            created_at=now, expires_at=None if days is None else now + timedelta(days=days),
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
        data={"name": token.name, "hint": token.hint, "verbs": token.verbs},
    )  # fmt: skip
