"""Opening the runbooks and dashboards of applications, and keeping what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, When

from maturity.actions.rows import clean
from maturity.adapters.address import Policy
from maturity.adapters.errors import AdapterError
from releases.adapters.pages import opened
from releases.models import Application, LinkKind, LinkLook, Release

OFTEN, SELDOM = timedelta(hours=1), timedelta(days=1)
AT_ONCE = 50


def due_links(now: datetime) -> Sequence[int]:
    """Those to open now, each given out once: every hour while a release is open, else once a day."""
    _add_new()
    releases = Release.objects.open().filter(application=OuterRef("application"))
    named = Case(
        When(kind=LinkKind.RUNBOOK, then=F("application__runbook")), default=F("application__dashboard")
    )
    rows = LinkLook.objects.filter(application__archived=False).annotate(named=named, busy=Exists(releases))
    old = Q(asked_at__lte=now - SELDOM) | Q(busy=True, asked_at__lte=now - OFTEN)
    due = rows.exclude(named="").filter(Q(asked_at__isnull=True) | ~Q(url=F("named")) | old)
    found = due.order_by(F("asked_at").asc(nulls_first=True), "pk")[:AT_ONCE]
    return [one.pk for one in found if _claim(one, one.named, now)]


def _add_new() -> None:
    """A row for each link that has none yet."""
    for kind in LinkKind:
        rows = Application.objects.shown().exclude(**{kind.value: ""}).exclude(link_looks__kind=kind)
        looks = [LinkLook(application=one, kind=kind, url=getattr(one, kind.value)) for one in rows[:AT_ONCE]]
        LinkLook.objects.bulk_create(looks, ignore_conflicts=True)


def _claim(look: LinkLook, url: str, now: datetime) -> bool:
    """What was seen of another address says nothing of this one."""
    fields: dict[str, object] = {"asked_at": now}
    if look.url != url:
        fields |= {"url": url, "status": None, "led_to": "", "error": "", "looked_at": None}
    return bool(LinkLook.objects.filter(pk=look.pk, asked_at=look.asked_at).update(**fields))


def look_at_link(look: LinkLook, now: datetime) -> bool:
    """Outside of any transaction. False: nothing answered, and `error` says why."""
    told: dict[str, object] = {"status": None, "led_to": "", "error": "", "looked_at": now}
    try:
        page = opened(look.url, Policy.of_settings())
        told |= {"status": page.status, "led_to": clean(page.led_to)}
    except AdapterError as error:
        told["error"] = clean(error.message)[:500]
    LinkLook.objects.filter(pk=look.pk, url=look.url).update(**told)
    return told["status"] is not None
