"""The releases app: checklists, gates, sign-offs, rollback plans, feature flags.

It stands on `maturity` and is never imported by it.
"""

from __future__ import annotations

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "releases"

    def ready(self) -> None:
        from maturity import links as places
        from maturity.words import notices as told
        from releases import links
        from releases.core import gate
        from releases.words import notices

        gate.all_gates()  # a broken file ends the start
        places.PLACES.append(links.of_event)
        told.GROUPS.update(notices.GROUPS)
        told.BUTTONS.update(notices.BUTTONS)
