"""The maturity app: repositories, their stacks, and the rung each stands on."""

from __future__ import annotations

from django.apps import AppConfig

from maturity.adapters import credentials


class MaturityConfig(AppConfig):
    name = "maturity"

    def ready(self) -> None:
        from maturity import finding, sections, waiting
        from maturity.accounts import sessions  # noqa: F401 - it listens to who signs in
        from maturity.adapters import notifiers
        from maturity.words import events

        sections.all_sections()  # a broken file ends the start
        waiting.all_sources()
        finding.all_kinds()
        events.kinds()
        notifiers.all_notifiers()
        credentials.ask_also(_stored_login)


def _stored_login(host: str, path: str) -> credentials.Login | credentials.App | None:
    from maturity.actions.logins import stored_login  # rows can be loaded only when all apps are ready

    return stored_login(host, path)
