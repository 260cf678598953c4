"""The maturity app: repositories, their stacks, and the rung each stands on."""

from __future__ import annotations

from django.apps import AppConfig


class MaturityConfig(AppConfig):
    name = "maturity"

    def ready(self) -> None:
        from maturity import sections
        from maturity.words import events

        sections.all_sections()  # a broken file ends the start
        events.kinds()
