"""What gates look at and only others know: asked for before they are asked.

Of our copy of the repository at once, of its host with the next turn of the clock: outside of transactions.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from maturity.actions.pulls import want_commit, want_range
from maturity.actions.rows import clean
from maturity.actions.scanning import request_scan
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror
from maturity.models import Host, Repository
from releases.actions.keeping import keep_newest
from releases.core.state import BEFORE
from releases.models import Change, Release, ReleaseCommits

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=4)
FILES = 2_000
COMMITS = 100  # whose pull requests are asked for
PATH = 500
WHOLE = 40  # letters of a commit
KEPT = 200  # of one repository
WITH_API = (Host.GITHUB, Host.GITLAB)


def prepare(release: Release, now: datetime) -> None:
    """For a release that is not on its way yet. What cannot be read stays unknown, and gates say so."""
    repository, commit = release.application.repository, release.commit.lower()
    if release.state not in BEFORE or repository is None or not commit:
        return
    if repository.host in WITH_API:
        want_commit(repository, commit, now)
    _look(repository, release.base_commit.lower(), commit, now)
    came = _came(release, repository, now)
    if repository.host in WITH_API and came.commits and not came.more:
        want_range(repository, [sha for sha in came.commits if not sha.startswith(commit)], now)


def _came(release: Release, repository: Repository, now: datetime) -> ReleaseCommits:
    """Commits do not change: they are read until they could be."""
    base, head, path = release.base_commit.lower(), release.commit.lower(), release.application.path
    known = ReleaseCommits.objects.filter(release=release, base=base, head=head, path=path).first()
    if known is not None and (known.commits is not None or known.at > now - AGAIN):
        return known
    found = _first_parents(repository, base, head, path)
    fields = {"base": base, "head": head, "path": path, "at": now, "more": len(found or ()) > COMMITS}
    commits = None if found is None else found[:COMMITS]
    row, _ = ReleaseCommits.objects.update_or_create(release=release, defaults={**fields, "commits": commits})
    return row


def _first_parents(repository: Repository, base: str, head: str, path: str) -> list[str] | None:
    mirror = Mirror(repository.url)
    try:
        old, new = (_whole(mirror, one) for one in (base, head))
        return mirror.first_parents(old, new, path, COMMITS + 1)
    except AdapterError as error:
        log.info("what came to %s since %s cannot be read: %s", repository.name, base[:12], error.message)
        return None


def _look(repository: Repository, base: str, head: str, now: datetime) -> None:
    known = Change.objects.filter(repository=repository, base=base, head=head).first()
    if known is not None and (known.on_branch or known.at > now - AGAIN):
        return
    fields = _read(repository, base, head)
    row, new = Change.objects.update_or_create(
        repository=repository, base=base, head=head, defaults={**fields, "at": now}
    )
    if new:
        keep_newest(Change.objects.filter(repository=repository), KEPT)
    if new and row.on_branch is None:
        request_scan(None, repository)  # which fetches it


def _whole(mirror: Mirror, commit: str) -> str:
    """CI may have sent the beginning of it. AdapterError when our copy has none that begins like that."""
    return mirror.commit(commit).sha if 0 < len(commit) < WHOLE else commit


def _read(repository: Repository, base: str, head: str) -> dict[str, object]:
    mirror = Mirror(repository.url)
    try:
        base, head = (_whole(mirror, one) for one in (base, head))
        on_branch = mirror.on_branch(head)
        found = mirror.changed(base, head) if base and on_branch is not None else None
    except AdapterError as error:
        log.info("what %s changes in %s cannot be read: %s", head[:12], repository.name, error.message)
        return {"on_branch": None, "files": None, "more": 0}
    if found is None:
        return {"on_branch": on_branch, "files": None, "more": 0}
    largest = sorted(found, key=lambda one: (-one.added - one.removed, one.path))
    files = [[clean(one.path)[:PATH], one.added, one.removed] for one in largest[:FILES]]
    return {"on_branch": on_branch, "files": files, "more": max(len(found) - FILES, 0)}
