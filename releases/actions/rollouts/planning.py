"""How an application takes versions in, and how long its traffic makes a step last."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.models import Role, User
from releases.actions import telling
from releases.actions.locking import take_turn
from releases.actions.principals import expect, principal
from releases.core import machine
from releases.core.slots import SECONDS
from releases.core.verdict import baking
from releases.core.verdict.baking import Bake
from releases.models import Application, Metric, MetricKind, MetricSample
from releases.models.rollouts import OnFail, RolloutPlan

ALL_AT_ONCE = (100,)
TRAFFIC, SHARE = timedelta(hours=1), timedelta(days=1)
MOST_STEPS, LONGEST_BAKE = 20, 7 * 24 * 60  # minutes
LEAST_HARM, MOST_HARM = 1.1, 100.0


class Wanted(Struct, frozen=True, kw_only=True):
    """What somebody asks of a plan: see `models.RolloutPlan`."""

    steps: tuple[int, ...]
    bake: int
    harm: float
    automatic: bool
    on_fail: str


def plan_of(application: Application | int) -> RolloutPlan:
    """That of the application; without one, what the defaults say, and all of the traffic at once."""
    if isinstance(application, Application):
        pk, found = application.pk, getattr(application, "rollout", None)
    else:
        pk, found = application, RolloutPlan.objects.filter(application=application).first()
    return found or RolloutPlan(application_id=pk, steps=list(ALL_AT_ONCE))


def set_plan(by: User, application: Application, wanted: Wanted, now: datetime) -> RolloutPlan:
    """For releases that are opened from now on; how they are watched changes at once."""
    _expect_sane(wanted)
    given = {
        "steps": list(wanted.steps), "bake": wanted.bake, "harm": wanted.harm,
        "automatic": wanted.automatic, "on_fail": wanted.on_fail,
    }  # fmt: skip
    with transaction.atomic():
        take_turn(application.pk)
        expect(principal(by, application.team), Role.LEAD)
        before = RolloutPlan.objects.filter(application=application).first()
        same = before is not None and all(getattr(before, name) == value for name, value in given.items())
        if before is not None and same:
            return before
        plan, _made = RolloutPlan.objects.update_or_create(application=application, defaults=given)
        telling.tell("rollout.changed", by, application, subject=application.name, at=now, **given)
    return plan


def _expect_sane(wanted: Wanted) -> None:
    wrong = machine.steps_wrong(wanted.steps)
    if wrong:
        raise Refused(wrong)
    if len(wanted.steps) > MOST_STEPS:
        raise Refused(_("A rollout has at most %(n)s steps.") % {"n": MOST_STEPS})
    if not 1 <= wanted.bake <= LONGEST_BAKE:
        raise Refused(_("A step lasts from a minute up to a week."))
    if not LEAST_HARM <= wanted.harm <= MOST_HARM:
        text = _("The smallest harm to be seen is a factor from %(least)s to %(most)s.")
        raise Refused(text % {"least": f"{LEAST_HARM:g}", "most": f"{MOST_HARM:g}"})
    if wanted.on_fail not in OnFail.values:
        raise Refused(_("After a fail it is proposed to roll back, or it is rolled back."))


def bound(application_id: int, environment: str) -> list[Metric]:
    """Those by which a version is judged."""
    rows = Metric.objects.filter(application=application_id, environment=environment, paused=False)
    return list(rows.select_related("source__connection").order_by("-critical", "name", "pk"))


def bake_of(metrics: list[Metric], percent: int, harm: float, now: datetime) -> Bake:
    """What it takes to see the harm, by the traffic of the last hour: the longest of the critical ones."""
    counts = [one for one in metrics if one.kind == MetricKind.COUNTS]
    asked = [one for one in counts if one.critical] or counts
    found = [_bake(one, percent, harm, now) for one in asked]
    known = [one for one in found if one.seconds is not None]
    if known:
        return max(known, key=lambda one: one.seconds or 0.0)
    return found[0] if found else Bake(percent=percent, harm=harm, why="The traffic is not known.")


def _bake(metric: Metric, percent: int, harm: float, now: datetime) -> Bake:
    rows = MetricSample.objects.filter(metric=metric, at__lt=now, total__isnull=False)
    hour = rows.filter(at__gte=now - TRAFFIC).aggregate(all=Sum("total"), slots=Count("pk"))
    day = rows.filter(at__gte=now - SHARE).aggregate(all=Sum("total"), bad=Sum("bad"))
    share = (day["bad"] or 0.0) / day["all"] if day["all"] else None
    rate = hour["all"] / (hour["slots"] * SECONDS) if hour["slots"] else None
    return baking.needed(share, rate, percent, harm)
