"""Connecting what was chosen, one after the other, each once."""

from __future__ import annotations

import time

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.imports.lease import keep
from maturity.actions.repositories import known_at, store_repository
from maturity.actions.teams import own
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from maturity.adapters.git import Probe, probe
from maturity.models import Import, ImportItem, ImportState, Role, User

# So many in a row that did not answer: the host is down, and the others would only wait for nothing.
SILENT = 8


def connect_some(found: Import, end: float) -> bool:
    """True when there is more to do. Raises AdapterError when the host does not answer, LeaseLost."""
    silent: list[ImportItem] = []
    waiting = found.items.filter(chosen=True, done_at=None, error="").order_by("pk")
    while item := waiting.first():
        if not _may(found):
            text = _("Who asked for it may not connect repositories for this team any more.")
            found.end(ImportState.ERRORED, timezone.now(), text)
            return False
        try:
            _connect(found, item, _asked(found, item))
            silent = []
        except Refused as refusal:
            _note(found, item, refusal.message)
        except AdapterError as error:
            _note(found, item, error.message)
            silent = [] if error.permanent else [*silent, item]
            if len(silent) >= SILENT:
                found.items.filter(pk__in=[one.pk for one in silent]).update(error="")
                raise
        if time.monotonic() > end and not silent:  # else it shows soon whether the host is down
            return True
    found.end(ImportState.FINISHED, timezone.now())
    return False


def _may(found: Import) -> bool:
    """Asked each time: a role may be taken away, or a team removed, while thousands are connected."""
    by = User.objects.filter(pk=found.requested_by_id, is_active=True).first()
    return by is not None and by.may(Role.LEAD, None if found.by_rule else found.team_id or 0)


def _asked(found: Import, item: ImportItem) -> Probe:
    """What git says. The name is the host's; whether it is a GitHub or a GitLab, whoever imports told us."""
    if known_at(item.url) is None:
        keep(found)
        told = probe(item.url, Policy.of_settings())
        return msgspec.structs.replace(told, host=found.host, web_url=told.web_url or item.url)
    return Probe(item.name, item.url, "", "", found.host)


def _connect(found: Import, item: ImportItem, told: Probe) -> None:
    with transaction.atomic():
        keep(found, attempt=0, error="")
        made = store_repository(
            found.requested_by, told, item.name, team=found.team, topics=item.topics,
            first_scan=timezone.now(),
        )  # fmt: skip
        if found.by_rule:
            own(made, None, item.topics)
        item.repository, item.done_at = made, timezone.now()
        item.save(update_fields=["repository", "done_at"])


def _note(found: Import, item: ImportItem, error: str) -> None:
    with transaction.atomic():
        keep(found)
        ImportItem.objects.filter(pk=item.pk).update(error=error[:2000])
