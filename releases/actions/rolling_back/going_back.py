"""Rolling back, and knowing that it worked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Role, User
from releases.actions.errors import Overtaken
from releases.actions.history import tell
from releases.actions.locking import locked, locked_for, move
from releases.actions.principals import machine
from releases.actions.rolling_back.known import previous_of
from releases.actions.rolling_back.planning import clock_of
from releases.actions.tickets import void
from releases.core.machine import Move, after
from releases.core.state import GOING_BACK, State
from releases.models import Application, Deployment, Release, Result, Rollback, RollbackPlan

LONGEST_REASON = 5_000
PATIENCE = timedelta(minutes=60)  # sessions drain for up to an hour


class Seen(Struct, frozen=True, kw_only=True):
    """Who saw a version serve, and how one can know: `evidence` is an address or a sentence.

    at  since when it serves
    """

    at: datetime
    evidence: str
    by: User | None = None


def roll_back(
    by: User, release: Release, reason: str = "", *, late: bool = False, login: str = ""
) -> Rollback:
    """One person is enough, and an old page too. late: they know that its deadline is over."""
    now = timezone.now()
    if len(reason) > LONGEST_REASON:
        raise Refused(_("A reason has at most %(n)s characters.") % {"n": f"{LONGEST_REASON:,}"})
    with transaction.atomic():
        release, who = locked_for(by, release, Role.ENGINEER, login=login)
        _expect_there(release)
        if not late:
            _expect_in_time(release, now)
        return _begin(who.told, who.user, release, clean(reason.strip()), now)


def roll_back_by_itself(release: Release, reason: str, now: datetime) -> Rollback:
    """For whoever holds a release that is on its way, whose step failed, and whose plan says so."""
    return _begin(machine("Rungs"), None, release, clean(reason), now)


def _begin(told: dict[str, Any], by: User | None, release: Release, reason: str, now: datetime) -> Rollback:
    to = previous_of(release)
    void(release, now)
    release.rollbacks.filter(finished_at=None).update(finished_at=now, outcome="failed")
    _make_room(release, now)
    why = f"rolling back to {to}" if to else "rolling back to the version before"
    move(release, Move.ROLL_BACK, why, now)
    begun = Rollback.objects.create(
        release=release, person=by, principal=told, reason=reason, to_version=to, started_at=now
    )
    tell("release.rolling_back", by, release, now, principal=told, to=to, reason=reason[:500])
    return begun


def _make_room(release: Release, now: datetime) -> None:
    """Another attempt at the version that is being prepared gives way: it would go the same way."""
    others = Release.objects.filter(application=release.application_id, version=release.version)
    for other in others.exclude(pk=release.pk).before_the_way():
        if other.move(State.SUPERSEDED, f"{release.version} is being rolled back", now):
            tell("release.gave_way", None, other, now)


def _expect_there(release: Release) -> None:
    """It is on its way or done, and nothing newer took its place."""
    if after(release.state, Move.ROLL_BACK) is None:
        if release.state == State.ROLLING_BACK:
            raise Overtaken(_("It is being rolled back already."))
        raise Refused(_("This release is not on its way: there is nothing to roll back."))
    others = Release.objects.filter(
        application=release.application_id, to_environment=release.to_environment
    ).exclude(pk=release.pk)
    newer = others.on_the_way().first()
    if newer is None and release.completed_at is not None:  # nothing came after what is still on its way
        later = others.filter(state=State.COMPLETED, completed_at__gt=release.completed_at)
        newer = later.order_by("-completed_at").first()
    if newer is not None:
        raise Refused(_("%(newer)s came after it: roll that one back.") % {"newer": newer})


def _expect_in_time(release: Release, now: datetime) -> None:
    plan = RollbackPlan.objects.filter(release=release).first()
    clock = clock_of(release, plan, now) if plan else None
    if clock is not None and clock.over(now):
        raise Overtaken(_("The deadline for rolling back is over. Read what it costs now, then roll back."))


def note_served(
    application: Application, version: str, seen: Seen, *, environment: str = "prod"
) -> Release | None:
    """A version was seen to serve. Of a rollback it is the proof, or the proof that nothing changed.

    What began to serve before the rollback did proves nothing. Gives the release that it was told of.
    """
    back = Release.objects.filter(
        application=application, to_environment=environment, state__in=GOING_BACK
    ).first()  # fmt: skip
    if back is None:
        return None
    with transaction.atomic():
        release = locked(back)
        last = release.rollbacks.newest()
        if release.state not in GOING_BACK or last is None or seen.at < last.started_at:
            return None
        if version == release.version:
            _fail(release, last, "nothing_changed", f"{version} still serves", seen)
        elif last.to_version in ("", version):
            _succeed(release, last, version, seen)
        else:
            _fail(release, last, "failed", f"{version} serves, not {last.to_version}", seen)
    return release


def note_back(release: Release, deployment: Deployment) -> None:
    """What a deployment says of a release that is rolled back, for whoever holds it.

    One of the release itself that its origin took back proves that the version before serves; one of the
    version before that did not succeed, that the rollback failed.
    """
    last = release.rollbacks.newest()
    at = deployment.finished_at or deployment.started_at
    if last is None or at < last.started_at:
        return
    version, result = deployment.version, deployment.result
    seen = Seen(at=at, evidence=deployment.url or f"the deployment of {version} is {result}")
    if version == release.version and deployment.started_at < last.started_at and result == Result.SUCCEEDED:
        return  # it was under way already: that it ends well does not say that going back did nothing
    if result == Result.SUCCEEDED:
        note_served(release.application, version, seen, environment=release.to_environment)
    elif result == Result.ROLLED_BACK and version == release.version:
        _succeed(release, last, last.to_version or "the version before", seen)
    elif version == last.to_version:
        _fail(release, last, "failed", f"the deployment of {version} did not succeed", seen)


def _succeed(release: Release, last: Rollback, version: str, seen: Seen) -> None:
    now = timezone.now()
    move(release, Move.SERVED, f"{version} serves again", now)
    _close(last, "changed", f"{version} serves again: {seen.evidence}", now)
    seconds = int((seen.at - last.started_at).total_seconds())
    told = {"to": version, "seconds": seconds, "evidence": seen.evidence[:500]}
    tell("release.rolled_back", seen.by, release, now, **told)


def _fail(release: Release, last: Rollback, outcome: str, why: str, seen: Seen | None) -> None:
    """Told once for each rollback: what is said again of a failed one changes nothing."""
    now = timezone.now()
    if release.state == State.ROLLBACK_FAILED:
        return
    move(release, Move.NOT_SERVED, why, now)
    evidence = seen.evidence[:500] if seen else ""
    _close(last, outcome, f"{why}: {evidence}" if evidence else why, now)
    told = {"to": last.to_version, "why": why, "evidence": evidence}
    tell("release.rollback_failed", seen.by if seen else None, release, now, **told)


def _close(last: Rollback, outcome: str, seen: str, now: datetime) -> None:
    last.finished_at, last.outcome, last.seen = now, outcome, clean(seen)[:500]
    last.save(update_fields=["finished_at", "outcome", "seen"])


def fail_overdue(now: datetime) -> int:
    """Rollbacks of which nobody saw anything for too long: as many failed."""
    late = Rollback.objects.filter(
        finished_at=None, started_at__lte=now - PATIENCE, release__state=State.ROLLING_BACK
    )
    return sum(_fail_late(one) for one in late.select_related("release"))


def _fail_late(late: Rollback) -> bool:
    minutes = PATIENCE // timedelta(minutes=1)
    with transaction.atomic():
        release = locked(late.release)
        late.refresh_from_db()
        if late.finished_at is not None or release.state != State.ROLLING_BACK:
            return False
        to = late.to_version or "the version before"
        _fail(release, late, "failed", f"nobody saw {to} serve within {minutes} min", None)
    return True
