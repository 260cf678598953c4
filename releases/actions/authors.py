"""Whose commits are in a release, from our own copy of the repository."""

from __future__ import annotations

import logging

import msgspec

from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Mirror
from releases.core import authors
from releases.models import Application, Release

log = logging.getLogger(__name__)


def authors_of(application: Application, base: str, commit: str) -> list[dict[str, str]] | None:
    """Of what `commit` has and `base` has not, outside of any transaction: git is asked, nothing is fetched.

    base  "": everything, as nothing runs there yet. None when nobody knows: not scanned so far, or history
    was rewritten
    """
    repository = application.repository
    if repository is None or not commit:
        return None
    try:
        commits = Mirror(repository.url).written(base, commit, application.path)
    except AdapterError as error:
        log.info("the authors of %s at %s are not known: %s", application, commit[:12], error)
        return None
    found = authors.authors(commits) if commits is not None else None
    return None if found is None else clean(msgspec.to_builtins(found))


def look_again(release: Release) -> bool:
    """Whether they became known: the repository was scanned meanwhile. For a release that lacks them."""
    if release.base_version and not release.base_commit:
        return False
    found = authors_of(release.application, release.base_commit, release.commit)
    if found is None:
        return False
    same = Release.objects.filter(pk=release.pk, authors__isnull=True, commit=release.commit)
    return bool(same.update(authors=found))
