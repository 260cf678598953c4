"""The rollback plan of a release: made by default, written by a person, accepted by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Role, User
from releases.actions.errors import Overtaken
from releases.actions.history import tell
from releases.actions.locking import locked_for
from releases.actions.principals import Principal
from releases.actions.rolling_back.known import known_of, there_since
from releases.core import rollback, undoing
from releases.core.rollback import Clock
from releases.core.state import BEFORE
from releases.models import Release, RollbackPlan


def make_plan(release: Release, now: datetime) -> RollbackPlan:
    """From what is known now: with the release, and whenever its subject changes.

    Steps that a person wrote stay. That it was accepted stays while subject and steps are the same.
    """
    made = undoing.plan_of(known_of(release, now))
    plan = RollbackPlan.objects.filter(release=release).first() or RollbackPlan(release=release)
    steps = plan.steps if plan.written else rollback.packed(made.steps)
    changed = plan.pk is None or steps != plan.steps
    plan.steps, plan.limits = steps, clean(rollback.packed(made.limits))
    lost = plan.accepted_at is not None and (changed or plan.accepted_digest != release.digest)
    if changed:
        plan.made_at = now
    if lost:
        _unaccept(plan)
    _finish(plan, release, now)
    if lost:
        tell("rollback.changed", None, release, now, steps=len(steps))
    return plan


def write_plan(by: User, release: Release, text: str, read: str, *, login: str = "") -> RollbackPlan:
    """In a person's own words, a line for each step. read: `core.rollback.digest_of` what they changed."""
    now = timezone.now()
    try:
        steps = rollback.written(clean(text))
    except ValueError as error:
        raise Refused.because(error) from None
    with transaction.atomic():
        release, plan, who = _locked(by, release, read, login)
        plan.steps, plan.written, plan.made_at = rollback.packed(steps), True, now
        _unaccept(plan)
        _finish(plan, release, now)
        tell("rollback.written", by, release, now, principal=who.told, steps=len(steps))
    return plan


def renew_plan(by: User, release: Release, read: str, *, login: str = "") -> RollbackPlan:
    """From what is known again, in place of what a person wrote."""
    now = timezone.now()
    with transaction.atomic():
        release, plan, who = _locked(by, release, read, login)
        plan.written = False
        plan.save(update_fields=["written"])
        plan = make_plan(release, now)
        tell("rollback.renewed", by, release, now, principal=who.told, steps=len(plan.steps))
    return plan


def accept_plan(by: User, release: Release, digest: str, read: str, *, login: str = "") -> RollbackPlan:
    """A person stands for it: for this subject, and for the steps that they `read`."""
    now = timezone.now()
    with transaction.atomic():
        release, plan, who = _locked(by, release, read, login)
        if digest != release.digest:
            raise Overtaken(_("What is released has changed since the page was loaded: read it again."))
        if plan.accepted_for(release.digest):
            raise Overtaken(_("The plan is accepted already."))
        plan.accepted_at, plan.accepted_by, plan.accepted_digest = now, by, digest
        plan.principal = who.told
        plan.save(update_fields=["accepted_at", "accepted_by", "accepted_digest", "principal"])
        tell("rollback.accepted", by, release, now, principal=who.told, steps=len(plan.steps))
    return plan


def clock_of(release: Release, plan: RollbackPlan, now: datetime) -> Clock | None:
    """Until when going back is a switch; None when nothing ends."""
    return rollback.clock(rollback.limits_of(plan.limits), there_since(release), now)


def _locked(by: User, release: Release, read: str, login: str) -> tuple[Release, RollbackPlan, Principal]:
    """All three as they are now, until the transaction ends."""
    release, who = locked_for(by, release, Role.ENGINEER, login=login)
    if release.state not in BEFORE:
        raise Overtaken(_("The release is on its way or over: its rollback plan stays as it was accepted."))
    plan = RollbackPlan.objects.filter(release=release).first()
    if plan is None:
        raise Overtaken(_("The release has no rollback plan yet."))
    if rollback.digest_of(plan.steps) != read:
        raise Overtaken(_("The plan has changed since the page was loaded: read it again."))
    return release, plan, who


def _unaccept(plan: RollbackPlan) -> None:
    plan.accepted_at, plan.accepted_by, plan.accepted_digest, plan.principal = None, None, "", {}


def _finish(plan: RollbackPlan, release: Release, now: datetime) -> None:
    """`warnings` and the deadline say again, for lists and exports, what steps and limits say."""
    plan.warnings = [step.text for step in rollback.steps_of(plan.steps) if step.warns]
    clock = clock_of(release, plan, now)
    plan.deadline_at, plan.deadline_why = (clock.at, clock.why[:300]) if clock else (None, "")
    plan.save()
