"""Reading the ECS services of applications, and keeping what AWS said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db.models import Exists, OuterRef, Q

from maturity.actions.rows import clean
from maturity.adapters.errors import AdapterError
from releases.adapters.ecs import Where
from releases.adapters.ecs import read_service as read
from releases.core.draining import carried
from releases.core.facts.service import Live, packed, unpacked
from releases.models import Release, Service

# Less than a minute: whoever was given out late is there again at the next tick.
EACH_TICK, OFTEN, SELDOM = timedelta(seconds=50), timedelta(minutes=5), timedelta(hours=1)
AT_ONCE = 200
PLACE = ("connection_id", "region", "cluster", "name", "database")


def due_services(now: datetime) -> Sequence[int]:
    """Those to read now, each given out once: each minute while a release is on its way, every 5 minutes
    while one is open, else every hour."""
    here = {"application": OuterRef("application"), "to_environment": OuterRef("environment")}
    rows = Service.objects.filter(connection__isnull=False, application__archived=False).annotate(
        going=Exists(Release.objects.on_the_way().filter(**here)),
        busy=Exists(Release.objects.open().filter(**here)),
    )
    due = Q(asked_at__isnull=True) | Q(asked_at__lte=now - SELDOM)
    due |= Q(busy=True, asked_at__lte=now - OFTEN) | Q(going=True, asked_at__lte=now - EACH_TICK)
    waiting = rows.filter(due).order_by("asked_at", "pk")
    found = waiting.values_list("pk", "asked_at")[:AT_ONCE]
    return [pk for pk, asked in found if _claim(pk, asked, now)]


def _claim(pk: int, asked: datetime | None, now: datetime) -> bool:
    return bool(Service.objects.filter(pk=pk, asked_at=asked).update(asked_at=now))


def ask_again(service: Service) -> None:
    """Have it read by the next tick. Without a connection nothing comes of it."""
    Service.objects.filter(pk=service.pk).update(asked_at=None)


def read_service(service: Service, now: datetime) -> bool:
    """Ask AWS outside of any transaction, and keep what it says. False: it refused, and `error` says why.

    A failure leaves what was known: it grows old. What was read of another place is thrown away.
    """
    if service.connection is None:
        return False
    where = Where(
        connection=service.connection, cluster=service.cluster, name=service.name, region=service.region,
        database=service.database,
    )  # fmt: skip
    same = Service.objects.filter(pk=service.pk, **{name: getattr(service, name) for name in PLACE})
    try:
        live = read(where)
    except AdapterError as error:
        same.update(error=clean(error.message)[:1000], asked_at=now)
        return False
    told = clean(packed(carried(known(service), live, now)))
    if not same.update(live=told, read_at=now, asked_at=now, error=""):
        return False
    service.live, service.read_at, service.error = told, now, ""
    return True


def known(service: Service) -> Live | None:
    """What was read of it last; None when nothing was, or by a version of Rungs that wrote it otherwise."""
    try:
        return unpacked(service.live) if service.live is not None else None
    except msgspec.ValidationError:
        return None
