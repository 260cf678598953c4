"""GitHub tells of tags and of releases."""

from __future__ import annotations

from typing import Any

from maturity.hooks import Hook
from maturity.models import Repository
from releases.actions.hearing import hear_tag, is_of
from releases.core.heard import HeardTag, github
from releases.models.deployments import Origin


def _created(repository: Repository, payload: dict[str, Any]) -> None:
    _hear(repository, payload, github.created(payload))


def _released(repository: Repository, payload: dict[str, Any]) -> None:
    _hear(repository, payload, github.released(payload))


def _hear(repository: Repository, payload: dict[str, Any], heard: HeardTag | None) -> None:
    if heard is not None and is_of(repository, github.repository(payload)):
        hear_tag(repository, heard, Origin.GITHUB)


HOOK = Hook("github", {"create": _created, "release": _released})
