"""Flags as pages list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy
from msgspec import Struct

from maturity.words import Words
from releases.core.flags import rules, values
from releases.core.flags.reading import problems
from releases.models import FeatureFlag, FlagState, FlagUse

Filter = Callable[[datetime], Q]


def _stale(now: datetime) -> Q:
    """As `rules.stale` says it."""
    old = Q()
    for kind, days in rules.LIFETIMES.items():
        old |= Q(kind=kind, first_seen_at__lte=now - timedelta(days=days))
    unchanged = Q(changed_at__lte=now - timedelta(days=rules.UNCHANGED))
    return old | Q(unchanged, kind__in=list(rules.LIFETIMES))


def _undeclared(_now: datetime) -> Q:
    return Q(path="") & Q(Exists(FlagUse.objects.filter(flag=OuterRef("pk"))))


FILTERS: Mapping[str, tuple[Words, Filter]] = {
    "stale": (gettext_lazy("Stale"), _stale),
    "expired": (gettext_lazy("Expired"), lambda now: Q(expires_on__lt=now.date())),
    "differs": (gettext_lazy("Stage and Prod differ"), lambda now: Q(differs=True)),
    "undeclared": (gettext_lazy("Not declared"), _undeclared),
}


class Line(Struct, frozen=True, kw_only=True):
    """safe: what to set it to when something is wrong, "" when nobody knows; assumed: nobody said so.

    problems  with how code treats it, in English
    """

    flag: FeatureFlag
    states: list[tuple[str, FlagState | None, str]]
    default: str
    safe: str
    assumed: bool
    expired: bool
    stale: str
    problems: list[str]


def chosen(rows: QuerySet[FeatureFlag], named: str, now: datetime) -> QuerySet[FeatureFlag]:
    """Those the filter of that name lets through; of an unknown one all. Gone ones only when asked for."""
    if named == "gone":
        return rows.filter(gone_at__isnull=False)
    rows = rows.filter(gone_at__isnull=True)
    return rows.filter(FILTERS[named][1](now)) if named in FILTERS else rows


def lines(rows: Iterable[FeatureFlag], now: datetime) -> list[Line]:
    """For rows with their states and uses fetched."""
    return [line(one, now) for one in rows]


def line(flag: FeatureFlag, now: datetime) -> Line:
    known = {one.environment: one for one in flag.states.all()}
    states = [(where, known.get(where), said(known.get(where))) for where in ("stage", "prod")]
    age = rules.Age(flag.kind, flag.first_seen_at, flag.changed_at, flag.expires_on)
    safe = rules.off_value(flag.kind, flag.type, flag.off)
    uses = [(one.path, one.default, one.direct) for one in flag.uses.all()]
    return Line(
        flag=flag, states=states, default=_plainly(flag.default), safe=_plainly(safe),
        assumed=flag.off is None and safe is not None, expired=rules.expired(age, now),
        stale=rules.stale(age, now),
        problems=problems(declared=bool(flag.path), uses=uses, known=flag.gone_at is None),
    )  # fmt: skip


def said(state: FlagState | None) -> str:
    return _plainly(state.value) if state else ""


def _plainly(value: Any) -> str:
    return "" if value is None else values.plainly(value)
