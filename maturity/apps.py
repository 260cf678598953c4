"""The maturity app: repositories, their stacks, and the rung each stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

from maturity.adapters import credentials

if TYPE_CHECKING:
    from maturity.models import Event


class MaturityConfig(AppConfig):
    name = "maturity"

    def ready(self) -> None:
        from django.db.models.signals import post_save

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
        post_save.connect(_in_the_chain, sender="maturity.Event", dispatch_uid="chain")


def _stored_login(host: str, path: str) -> credentials.Login | credentials.App | None:
    from maturity.actions.logins import stored_login  # rows can be loaded only when all apps are ready

    return stored_login(host, path)


def _in_the_chain(instance: Event, *, created: bool, **_: Any) -> None:
    from maturity.actions.chain.sealing import on_saved

    on_saved(instance, created=created)
