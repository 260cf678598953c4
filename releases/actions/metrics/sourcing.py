"""Places that metrics are read from: added, changed, tried and removed by a lead."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from maturity.actions import Refused
from maturity.actions.rows import clean
from maturity.adapters import aws
from maturity.adapters.address import Policy, check_service
from maturity.adapters.errors import AdapterError
from maturity.models import Connection, Event, Team, User
from releases.actions.metrics.health import worked
from releases.actions.metrics.live import asked, source_of, sources
from releases.adapters.metrics import Failed, Need, Source
from releases.models import Metric, MetricKind, MetricSource

MOST = 500
TRIED = timedelta(minutes=5)
SAVED = ("name", "url", "connection", "region", "error", "failures", "retry_at")


class WantedSource(Struct, frozen=True, kw_only=True):
    """See `MetricSource` for what the fields mean. secret: "" leaves it as it is."""

    name: str
    url: str = ""
    secret: str = ""
    connection: Connection | None = None
    region: str = ""


def add_source(by: User, team: Team | None, kind: str, wanted: WantedSource) -> MetricSource:
    """Raises Refused."""
    if MetricSource.objects.count() >= MOST:
        raise Refused(_("There are at most %(n)s sources of metrics.") % {"n": MOST})
    row = MetricSource(team=team, kind=kind, created_at=timezone.now())
    _fill(row, _kind(kind), wanted)
    _save(by, row, "source.added")
    return row


def change_source(by: User, row: MetricSource, wanted: WantedSource) -> None:
    """It is asked again at once. Raises Refused."""
    _fill(row, _kind(row.kind), wanted)
    _save(by, row, "source.changed")


def remove_source(by: User, row: MetricSource) -> None:
    """Raises Refused while metrics are read from it. Harmless when it is gone already."""
    with transaction.atomic():
        try:
            gone = MetricSource.objects.filter(pk=row.pk).delete()[0]
        except ProtectedError as error:
            n = len(error.protected_objects)
            said = ngettext(
                "%(n)s metric is read from it: remove that first, or have it read elsewhere.",
                "%(n)s metrics are read from it: remove them first, or have them read elsewhere.", n,
            )  # fmt: skip
            raise Refused(said % {"n": n}) from None
        if gone:
            _tell(by, row, "source.removed")


def try_source(row: MetricSource, now: datetime) -> str:
    """Ask it for anything: "" when it answered, else why not, in its words. Takes some seconds.

    That it does not know the metric is an answer too.
    """
    if row.connection is not None:
        aws.forget(row.connection)  # its rights may be new
    try:
        kind = source_of(Metric(source=row))
        trial = Metric(source=row, kind=MetricKind.LEVEL, query=kind.sample)
        kind.read(asked(trial, now - TRIED, now))
    except AdapterError as error:
        if not isinstance(error, Failed) or error.of_source:
            said: str = clean(error.message)[:1000]
            MetricSource.objects.filter(pk=row.pk).update(checked_at=now, error=said)
            return said
    worked(row, now)
    return ""


def _kind(named: str) -> Source:
    found = sources().get(named)
    if found is None:
        raise Refused(_("Metrics are not read from there."))
    return found


def _fill(row: MetricSource, kind: Source, wanted: WantedSource) -> None:
    takes = kind.needs | kind.may
    url = _address(wanted.url, row.url) if Need.URL in takes else ""
    kept = has_secret(row)
    if kept and not wanted.secret and url != row.url:
        raise Refused(_("Enter the secret again: it was given for the address before."))
    if Need.SECRET in kind.needs and not (wanted.secret or kept):
        raise Refused(_("Enter the secret that it is asked with."))
    if Need.CONNECTION in kind.needs and wanted.connection is None:
        raise Refused(_("Choose the AWS connection that may read it."))
    row.name, row.url = wanted.name, url
    row.connection = wanted.connection if Need.CONNECTION in takes else None
    row.region = wanted.region if Need.REGION in takes else ""
    if wanted.secret and Need.SECRET in takes:
        row.secret = wanted.secret
    row.error, row.failures, row.retry_at = "", 0, None


def has_secret(row: MetricSource) -> bool:
    """Whether one was given, without opening it."""
    return any(MetricSource.objects.filter(pk=row.pk).values_list("secret", flat=True))


def _address(typed: str, known: str) -> str:
    """Looked up when it is new: a change of the name must not hang on a server of names."""
    typed = typed.strip().rstrip("/")
    if typed == known and typed:
        return known
    try:
        return check_service(typed, Policy.of_settings()).url
    except AdapterError as error:
        raise Refused(error.message) from None


def _save(by: User, row: MetricSource, told: str) -> None:
    given = ("secret",) if "secret" in row.__dict__ else ()  # else it was not read, and stays
    try:
        with transaction.atomic():
            row.save(update_fields=(*SAVED, *given) if row.pk else None)
            _tell(by, row, told)
    except IntegrityError:
        raise Refused(_("There is a source called %(name)s already.") % {"name": row.name}) from None


def _tell(by: User, row: MetricSource, kind: str) -> None:
    Event.objects.create(
        kind=kind, actor=by, team=row.team, subject=row.name[:250],
        data={"kind": row.kind, "url": row.url, "connection": str(row.connection or "")}, at=timezone.now(),
    )  # fmt: skip
