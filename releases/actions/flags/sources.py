"""Places where states are read: added and tried by a lead, read by the clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions import Refused
from maturity.actions.rows import clean
from maturity.adapters import aws
from maturity.adapters.errors import AdapterError
from maturity.models import Connection, User
from releases.actions.flags.code import scanned
from releases.actions.flags.states import Stated, set_states
from releases.actions.locking import take_turn
from releases.actions.telling import tell
from releases.adapters.flags import Place, Target, all_places
from releases.models import Application, FlagSource

MOST = 20


class WantedSource(Struct, frozen=True, kw_only=True):
    """See `FlagSource` for what the fields mean."""

    environment: str
    kind: str
    place: str
    connection: Connection | None = None


def places() -> dict[str, Place]:
    """What forms offer."""
    return all_places()


def add_source(by: User, application: Application, wanted: WantedSource) -> FlagSource:
    """Raises Refused."""
    kind, place = all_places().get(wanted.kind), wanted.place.strip()
    if kind is None:
        raise Refused(_("States are not read from there."))
    if wrong := kind.wrong(place):
        raise Refused.because(wrong)
    if kind.needs_aws and wanted.connection is None:
        raise Refused(_("Choose the AWS connection that may read it."))
    now = timezone.now()
    with transaction.atomic():
        take_turn(application.pk)
        if application.flag_sources.count() >= MOST:
            raise Refused(_("An application has at most %(n)s places for flags.") % {"n": MOST})
        connection = wanted.connection if kind.needs_aws else None
        row, new = FlagSource.objects.get_or_create(
            application=application, environment=wanted.environment, kind=kind.kind, place=place,
            defaults={"connection": connection},
        )  # fmt: skip
        if not new:
            raise Refused(_("This place is read already."))
        _tell(by, "flag.source_added", row, now)
    return row


def remove_source(by: User, source: FlagSource) -> None:
    """What it told stays until somebody tells otherwise. Harmless when it is gone already."""
    with transaction.atomic():
        if FlagSource.objects.filter(pk=source.pk).delete()[0]:
            _tell(by, "flag.source_removed", source, timezone.now())


def read_source(source: FlagSource, now: datetime) -> bool:
    """Whether it could be read; `source.error` says why not, in the provider's words. Takes some seconds."""
    application, kind = source.application, all_places().get(source.kind)
    repository = application.repository
    target = Target(
        place=source.place, environment=source.environment, access=source.connection,
        repository=repository.url if repository else "", commit=scanned(application),
    )  # fmt: skip
    try:
        if kind is None:
            raise AdapterError("states are not read from there any more", permanent=True)
        seen = kind.read(target)
        stated = [Stated(key=one.key, value=one.value, note=one.note, place=one.place) for one in seen]
        set_states(
            application, source.environment, stated, now, source=source.kind, by=source.place,
            whole=_alone(source),
        )  # fmt: skip
        error = ""
    except (AdapterError, Refused) as failed:
        error = clean(failed.message)[:1000]
        if source.connection is not None and not getattr(failed, "permanent", True):
            aws.forget(source.connection)
    source.read_at, source.error = now, error
    FlagSource.objects.filter(pk=source.pk).update(read_at=now, error=error)
    return not error


def _alone(source: FlagSource) -> bool:
    """No other place of this kind: then what it does not name any more is gone."""
    same = FlagSource.objects.filter(
        application=source.application_id, environment=source.environment, kind=source.kind
    )
    return not same.exclude(pk=source.pk).exists()


def _tell(by: User, kind: str, source: FlagSource, now: datetime) -> None:
    tell(
        kind, by, source.application, subject=source.place, at=now, environment=source.environment,
        source=source.kind, connection=str(source.connection or ""),
    )  # fmt: skip
