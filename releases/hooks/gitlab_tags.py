"""GitLab tells of tags and of releases."""

from __future__ import annotations

from typing import Any

from maturity.hooks import Hook
from maturity.models import Repository
from releases.actions.hearing import hear_tag, is_of
from releases.core.heard import HeardTag, gitlab
from releases.models.deployments import Origin


def _pushed(repository: Repository, payload: dict[str, Any]) -> None:
    _hear(repository, payload, gitlab.pushed(payload))


def _released(repository: Repository, payload: dict[str, Any]) -> None:
    _hear(repository, payload, gitlab.released(payload))


def _hear(repository: Repository, payload: dict[str, Any], heard: HeardTag | None) -> None:
    if heard is not None and is_of(repository, gitlab.repository(payload)):
        hear_tag(repository, heard, Origin.GITLAB)


HOOK = Hook("gitlab", {"Tag Push Hook": _pushed, "Release Hook": _released})
