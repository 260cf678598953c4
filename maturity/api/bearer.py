"""Who asks: a machine with a token of one repository or one team, and what it may do."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.http import HttpAuthBase

from maturity import access
from maturity.api import limits
from maturity.api.problems import Problem
from maturity.models import ApiToken, Repository

LONGEST = 200


class TokenRequest(HttpRequest):
    auth: ApiToken


class Bearer(HttpAuthBase):
    """Not `HttpBearer`: that one logs the header when it does not like it."""

    openapi_scheme: str = "bearer"

    def __init__(self, verb: str) -> None:
        """verb: what the token must be good for."""
        super().__init__()
        self.verb = verb

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            return None
        token = access.token_for(secret.strip()) if len(secret) <= LONGEST else None
        if token is None:
            raise Problem(401, "this token is not known, or it was revoked or has expired")
        if wait := limits.seconds_to_wait(token, timezone.now()):
            sentence = f"this token asks too often: come again in {wait} s"
            raise Problem(429, sentence, headers={"Retry-After": str(wait)})
        if self.verb not in token.verbs:
            may = ", ".join(token.verbs) or "nothing"
            raise Problem(403, f"this token may not {self.verb}; it may: {may}")
        return token


def repository_of(request: TokenRequest, named: str) -> Repository | None:
    """The one that is meant; None when a team's token names none.

    What the token does not reach is answered like what does not exist.
    """
    token = request.auth
    if not named:
        return token.repository
    found = access.repositories_of(token).filter(name=named).first()
    if found is None:
        raise Problem(422, "repository: this token knows none of that name")
    return found
