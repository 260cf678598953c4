"""GitHub tells of deployments."""

from __future__ import annotations

from typing import Any

from maturity.hooks import Hook
from maturity.models import Repository
from releases.actions.hearing import hear_deployment, is_of
from releases.core.heard import github
from releases.models.deployments import Origin


def _take(repository: Repository, payload: dict[str, Any]) -> None:
    heard = github.deployment(payload)
    if heard is not None and is_of(repository, github.repository(payload)):
        hear_deployment(repository, heard, Origin.GITHUB)


HOOK = Hook("github", {"deployment": _take, "deployment_status": _take})
