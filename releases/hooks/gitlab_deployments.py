"""GitLab tells of deployments."""

from __future__ import annotations

from typing import Any

from maturity.hooks import Hook
from maturity.models import Repository
from releases.actions.hearing import hear_deployment, is_of
from releases.core.heard import gitlab
from releases.models.deployments import Origin


def _take(repository: Repository, payload: dict[str, Any]) -> None:
    heard = gitlab.deployment(payload)
    if heard is not None and is_of(repository, gitlab.repository(payload)):
        hear_deployment(repository, heard, Origin.GITLAB)


HOOK = Hook("gitlab", {"Deployment Hook": _take})
