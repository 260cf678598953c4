"""Stacks of a release that stand in other repositories than its code: what their Terraform says."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror
from maturity.core.reader import MISTAKES
from maturity.models import Repository, Stack
from releases.core.comparing import Wanted, service_in
from releases.core.written import Elsewhere, Place, of_another
from releases.models import Release

log = logging.getLogger(__name__)

MOST_FOLDERS, MOST_REPOSITORIES = 100, 20
NEEDS = ("application__services", "application__targets__stack__repository__current__snapshot")


def places(release: Release) -> dict[Repository, list[str]]:
    """Their folders, as far as they are read. Of a release with `NEEDS` fetched before it asks nothing."""
    found: dict[Repository, list[str]] = {}
    for one in _stacks(release)[:MOST_FOLDERS]:
        if one.repository in found or len(found) < MOST_REPOSITORIES:
            found.setdefault(one.repository, []).append(one.directory)
    return found


def _stacks(release: Release) -> list[Stack]:
    application = release.application
    if not any(one.environment == release.to_environment for one in application.services.all()):
        return []
    stacks = [one.stack for one in application.targets.all() if one.environment == release.to_environment]
    others = [one for one in stacks if one.repository_id != application.repository_id]
    return sorted(others, key=lambda one: (one.repository.name, one.directory))


def commits_of(release: Release) -> dict[str, str]:
    """Those to read, as `facts.code.Code.elsewhere` has them."""
    found = places(release)
    return {key: sha for one, folders in found.items() for key, sha in _commits(one, folders).items()}


def read(release: Release, service: str) -> Elsewhere:
    """Each at the commit that was scanned last. What cannot be read costs that repository alone."""
    told: list[Place] = []
    commits: dict[str, str] = {}
    unread: list[str] = []
    found = places(release)
    for repository, folders in found.items():
        commit = _scanned(repository)
        if not commit:
            unread.append(f"{repository.name}: it was not scanned yet")
            continue
        try:
            told.append(_read(repository, commit, Wanted(service=service, folders=tuple(folders))))
            commits |= _commits(repository, folders)
        except AdapterError as error:
            unread.append(f"{repository.name}: {error.message}"[:300])
        except MISTAKES as error:
            log.exception("the stacks of %s cannot be read", repository)
            unread.append(f"{repository.name}: Rungs failed to read it: {type(error).__name__}")
    left = len(_stacks(release)) - sum(map(len, found.values()))
    if left:
        unread.append(f"{left:,} more stacks were left out: there are too many")
    return Elsewhere(tuple(told), commits, tuple(unread))


def _read(repository: Repository, commit: str, wanted: Wanted) -> Place:
    with Mirror(repository.url).at(commit) as tree:
        place = service_in(tree, wanted, whole=False)
    return of_another(place, repository.name, lambda path, line: repository.permalink(commit, path, line))


def _scanned(repository: Repository) -> str:
    return repository.current.snapshot.commit if repository.current else ""


def _commits(repository: Repository, folders: Sequence[str]) -> dict[str, str]:
    commit = _scanned(repository)
    return {f"{repository.pk}/{folder}": commit for folder in folders} if commit else {}
