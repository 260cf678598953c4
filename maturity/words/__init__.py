"""The words people read for levels, kinds, outcomes and gates, in their language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from maturity.core.criterion import Criterion, Effort, Gate, Outcome, Strength, all_criteria
from maturity.core.facts.kind import KindName

Words = str | Promise


class Rung(Struct, frozen=True):
    level: int
    name: Words
    means: Words


RUNGS = (
    Rung(0, gettext_lazy("Manual"), gettext_lazy("Changes are made by hand, in a console.")),
    Rung(1, gettext_lazy("Scripted"), gettext_lazy("Scripts make the changes.")),
    Rung(2, gettext_lazy("Declarative"), gettext_lazy("Code declares what should exist.")),
    Rung(3, gettext_lazy("IaC + CI/CD"), gettext_lazy("A pull request shows the plan, a merge applies it.")),
    Rung(4, gettext_lazy("Tests + policy"), gettext_lazy("Tests and policy can stop a change.")),
    Rung(5, gettext_lazy("Self-healing"), gettext_lazy("Drift is repaired without a person.")),
)

KINDS: dict[str, Words] = {
    KindName.LIVE: gettext_lazy("live infrastructure"),
    KindName.APPLICATION: gettext_lazy("application"),
    KindName.LIBRARY: gettext_lazy("module library"),
    KindName.GITOPS: gettext_lazy("GitOps"),
    KindName.TOOL: gettext_lazy("tool"),
    KindName.NONE: gettext_lazy("no infrastructure"),
}

NO_LEVEL: dict[str, Words] = {
    KindName.LIBRARY: gettext_lazy(
        "Other repositories use a module library. It deploys nothing itself, so the ladder does not apply."
    ),
    KindName.TOOL: gettext_lazy(
        "This is a tool that works on infrastructure. It deploys none itself, so it has no level."
    ),
    KindName.NONE: gettext_lazy(
        "No infrastructure code, and no script that changes infrastructure: there is nothing to rate."
    ),
}


class Look(Struct, frozen=True):
    """How an outcome is shown: never by colour alone."""

    icon: str
    colour: str
    word: Words


OUTCOMES: dict[str, Look] = {
    Outcome.MET: Look("ok", "c-ok", gettext_lazy("Met")),
    Outcome.NOT_MET: Look("fail", "c-danger", gettext_lazy("Not met")),
    Outcome.UNKNOWN: Look("unknown", "c-mute", gettext_lazy("Unknown")),
    Outcome.NOT_APPLICABLE: Look("minus", "c-mute", gettext_lazy("Does not apply")),
    Outcome.WAIVED: Look("skip", "c-mute", gettext_lazy("Waived")),
    Outcome.ERROR: Look("warn", "c-warn", gettext_lazy("Could not be judged")),
}

GATES: dict[str, Words] = {
    Gate.REQUIRED: gettext_lazy("Required"),
    Gate.RECOMMENDED: gettext_lazy("Recommended"),
    Gate.OPTIONAL: gettext_lazy("Optional"),
}

EFFORTS: dict[str, Words] = {
    Effort.LOW: gettext_lazy("low effort"),
    Effort.MEDIUM: gettext_lazy("medium effort"),
    Effort.HIGH: gettext_lazy("high effort"),
}

STRENGTHS: dict[int, Words] = {
    Strength.DECLARED: gettext_lazy("declared by a person"),
    Strength.CONFIGURED: gettext_lazy("configured"),
    Strength.WIRED: gettext_lazy("wired and gating"),
    Strength.RAN: gettext_lazy("seen running"),
    Strength.EFFECTIVE: gettext_lazy("seen working"),
}


@cache
def catalogue() -> dict[str, Criterion]:
    return {criterion.id: criterion for criterion in all_criteria()}


def span(length: timedelta) -> str:
    """A length of time in at most two units: "28 min", "3 h", "1 d 2 h", "13 d"."""
    minutes = int(length.total_seconds()) // 60
    days, hours = minutes // 1440, minutes % 1440 // 60
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if days == 0:
        return _("%(n)d h") % {"n": hours}
    if days == 1 and hours:
        return _("1 d %(hours)d h") % {"hours": hours}
    return _("%(n)d d") % {"n": days}


def ago(then: datetime, now: datetime) -> str:
    """ "just now", "28 min ago", "in 3 h"."""
    passed = now - then
    if abs(passed) < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(0):
        return _("in %(span)s") % {"span": span(_rounded(-passed))}
    return _("%(span)s ago") % {"span": span(passed)}


def _rounded(ahead: timedelta) -> timedelta:
    """To the nearest of what `span` shows, so that a link made for seven days does not end in six."""
    if ahead >= timedelta(days=2):
        return ahead + timedelta(hours=12)
    return ahead + (timedelta(minutes=30) if ahead >= timedelta(hours=1) else timedelta(seconds=30))


def exact(moment: datetime) -> str:
    """ "2026-11-23 09:12 CET", in the zone of the person who asks."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M %Z")


def day(moment: date | datetime) -> str:
    """ "2026-11-23": of a moment, the day in the zone of the person who asks."""
    return (timezone.localdate(moment) if isinstance(moment, datetime) else moment).isoformat()


MONTHS: tuple[Words, ...] = (
    gettext_lazy("Jan"), gettext_lazy("Feb"), gettext_lazy("Mar"), gettext_lazy("Apr"), gettext_lazy("May"),
    gettext_lazy("Jun"), gettext_lazy("Jul"), gettext_lazy("Aug"), gettext_lazy("Sep"), gettext_lazy("Oct"),
    gettext_lazy("Nov"), gettext_lazy("Dec"),
)  # fmt: skip


def month(day: date) -> str:
    """ "Nov" """
    return str(MONTHS[day.month - 1])


def month_of_year(day: date) -> str:
    """ "Nov 2026" """
    return _("%(month)s %(year)d") % {"month": month(day), "year": day.year}


def listed(parts: Iterable[object]) -> str:
    """ "one, two" """
    return _(", ").join(map(str, parts))


def grouped(number: int) -> str:
    """1312 as "1,312": so in every language here, whatever a locale says."""
    return f"{number:,}"


def percent(share: float) -> str:
    """ "50 %": so in every language here."""
    return f"{share:,.0f} %"
