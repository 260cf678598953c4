"""The releases app: checklists, gates, sign-offs, rollback plans, feature flags.

It stands on `maturity` and is never imported by it.
"""

from __future__ import annotations

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "releases"

    def ready(self) -> None:
        from releases.core import gate

        gate.all_gates()  # a broken file ends the start
