"""Who asks: a machine with the token of one repository."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.http import HttpAuthBase

from maturity import access
from maturity.api.problems import Problem
from maturity.models import ApiToken

WRITTEN_EVERY = timedelta(minutes=1)
LONGEST = 200


class TokenRequest(HttpRequest):
    auth: ApiToken


class Bearer(HttpAuthBase):
    """Not `HttpBearer`: that one logs the header when it does not like it."""

    openapi_scheme: str = "bearer"

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            return None
        token = access.token_for(secret.strip()) if len(secret) <= LONGEST else None
        if token is None:
            raise Problem(401, "this token is not known, or it was revoked or has expired")
        _note_use(token)
        return token


def _note_use(token: ApiToken) -> None:
    """Not at every request: a row that is written all the time is waited for."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - WRITTEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
