"""Applications: what is released, where it comes from and where it runs."""

from __future__ import annotations

from releases.actions.applications.changing import (
    Wanted,
    add_application,
    change_application,
    remove_application,
)
from releases.actions.applications.exemptions import Exempted, exempt, unexempt
from releases.actions.applications.services import WantedService, remove_service, set_service
from releases.actions.applications.targets import set_targets

__all__ = [
    "Exempted",
    "Wanted",
    "WantedService",
    "add_application",
    "change_application",
    "exempt",
    "remove_application",
    "remove_service",
    "set_service",
    "set_targets",
    "unexempt",
]
