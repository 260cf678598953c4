"""GitHub asks whether a job may deploy: a custom deployment protection rule."""

from __future__ import annotations

from typing import Any

from maturity.core.pulls.foreign import Unexpected
from maturity.hooks import Hook
from maturity.models import Repository
from releases.actions.calls import hear_gate
from releases.actions.hearing import is_of
from releases.core.heard import github


def _take(repository: Repository, payload: dict[str, Any]) -> None:
    heard = github.gate(payload)
    if heard is None or not is_of(repository, github.repository(payload)):
        return
    if not github.is_own(heard.callback, repository.url, heard.run):
        raise Unexpected("deployment_protection_rule: the answer would go elsewhere")
    hear_gate(repository, heard)


HOOK = Hook("github", {"deployment_protection_rule": _take})
