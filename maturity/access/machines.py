"""What a machine with a token may see."""

from __future__ import annotations

from django.utils import timezone

from maturity.models import ApiToken, Repository, Stack
from maturity.models.repositories import RepositoryQuerySet
from maturity.models.stacks import StackQuerySet


def token_for(secret: str) -> ApiToken | None:
    """The token in force that this is. Looked up by its digest: how long that takes tells nothing."""
    found = ApiToken.objects.in_force(timezone.now()).exclude(repository__archived=True)
    return found.filter(digest=ApiToken.digest_of(secret)).select_related("repository", "team").first()


def stacks_of(token: ApiToken) -> StackQuerySet:
    """What a machine may see: the stacks that are there, of its token's repository or team."""
    return Stack.objects.filter(repository__in=repositories_of(token)).present()


def repositories_of(token: ApiToken) -> RepositoryQuerySet:
    if token.team_id is not None:
        return Repository.objects.shown().filter(team=token.team_id)
    return Repository.objects.shown().filter(pk=token.repository_id or 0)
