"""What is to be read now: code that was scanned anew, and places that were not asked for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Lower

from releases.actions.flags.code import look_at_code, scanned
from releases.actions.flags.sources import read_source
from releases.models import Application, FlagReading, Release

EVERY = timedelta(minutes=15)
MOST = 200  # applications of one turn


def due(now: datetime) -> list[int]:
    """Applications to look at, those that waited longest first."""
    shown = Application.objects.shown()
    scanned_anew = Q(repository__current__isnull=False) & (
        Q(flag_reading__isnull=True)
        | ~Q(flag_reading__commit=F("repository__current__snapshot__commit"))
        | Q(flag_reading__error__gt="", flag_reading__read_at__lt=now - EVERY)
    )
    asked = Q(flag_sources__isnull=False) & (
        Q(flag_sources__read_at__isnull=True) | Q(flag_sources__read_at__lt=now - EVERY)
    )
    found = shown.filter(scanned_anew | asked).order_by(
        F("flag_reading__read_at").asc(nulls_first=True), "pk"
    )
    return list(dict.fromkeys(found.values_list("pk", flat=True)[: 5 * MOST]))[:MOST]


def due_releases(now: datetime) -> list[int]:
    """Those before their way whose flags were not read yet at their commits, or could not be a while ago."""
    rows = Release.objects.before_the_way().filter(application__repository__isnull=False).exclude(commit="")
    same = Q(flag_changes__commit=Lower("commit"), flag_changes__base_commit=Lower("base_commit"))
    waits = Q(flag_changes__error="") | Q(flag_changes__read_at__gte=now - EVERY)
    return list(rows.exclude(same & waits).order_by("-created_at").values_list("pk", flat=True)[:MOST])


def look(application: Application, now: datetime, *, again: bool = False) -> FlagReading | None:
    """Its code when another commit was scanned, and its places. again: whatever was read before."""
    known = FlagReading.objects.filter(application=application).first()
    commit = scanned(application)
    if again or (commit and (known is None or known.error or known.commit != commit)):
        known = look_at_code(application, now)
    for source in application.flag_sources.select_related("application__repository", "connection"):
        if again or source.read_at is None or source.read_at < now - EVERY:
            read_source(source, now)
    return known
