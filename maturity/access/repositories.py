"""Repositories, and what belongs to them as a whole."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from maturity.access.roles import Person, expect, seen, where
from maturity.models import ApiToken, PullRequest, Repository, Role, Run, Team
from maturity.models.connections import ApiTokenQuerySet
from maturity.models.pulls import PullRequestQuerySet
from maturity.models.repositories import RepositoryQuerySet


def repositories_for(user: Person) -> RepositoryQuerySet:
    """What this person may look at: everything here where that is allowed, or what their teams own."""
    return Repository.objects.filter(seen(user))


def repositories_where(user: Person, least: Role) -> RepositoryQuerySet:
    """Those in whose team the person has this role at least."""
    return Repository.objects.filter(where(user, least))


def repository_for(user: Person, name: str) -> Repository:
    """One repository to look at, or 404: nobody learns that it exists."""
    return get_object_or_404(repositories_for(user).select_related("team"), name=name)


def repository_for_write(user: Person, name: str, least: Role) -> Repository:
    """One repository to change: 404 for who may not see it, 403 for who may only look."""
    found = repository_for(user, name)
    expect(user, least, found)
    return found


def repository_of_webhook(pk: int) -> Repository | None:
    """The repository whose host may be calling. Nothing is known of the caller yet: the signature decides."""
    return Repository.objects.shown().filter(pk=pk).first()


def pull_requests_for(user: Person) -> PullRequestQuerySet:
    return PullRequest.objects.filter(seen(user, "repository__"))


def run_for(user: Person, pk: int) -> Run:
    found = Run.objects.filter(seen(user, "repository__")).select_related("repository__team", "stack")
    return get_object_or_404(found, pk=pk)


def run_for_write(user: Person, pk: int, least: Role) -> Run:
    found = run_for(user, pk)
    expect(user, least, found.repository)
    return found


def tokens_of(scope: Repository | Team) -> ApiTokenQuerySet:
    """Those of a repository or a team this person may change."""
    if isinstance(scope, Team):
        return ApiToken.objects.filter(team=scope)
    return ApiToken.objects.filter(repository=scope)


def wider_tokens_of(repository: Repository) -> ApiTokenQuerySet:
    """Those of its team: they work for it too."""
    return ApiToken.objects.filter(team__isnull=False, team=repository.team_id)
