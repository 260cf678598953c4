"""What follows by itself: sign-offs that end, and a release that moves on or back by where it stands."""

from __future__ import annotations

from datetime import datetime

from maturity.models import User
from releases.actions.history import tell
from releases.actions.locking import touch
from releases.actions.principals import named, role_in
from releases.actions.requesting import keep_requests
from releases.actions.standing import known
from releases.core import standing as core
from releases.core.machine import settled
from releases.core.standing import Standing, least_role
from releases.core.state import BEFORE, State
from releases.models import Decision, Release, SignOff


def follow(release: Release, now: datetime) -> Standing:
    """For whoever holds the release, after anything about it changed."""
    end_waivers(release, now)
    end_words(release, now)
    facts = known(release, now)
    found = core.standing(facts, now)
    to = settled(release.state, found)
    if to != release.state:
        _go(release, State(release.state), to, found, now)
    if release.blocking != len(found.blockers):
        release.blocking = len(found.blockers)
        Release.objects.filter(pk=release.pk).update(blocking=release.blocking)
    keep_requests(release, facts, found, now)
    return found


def _go(release: Release, before: State, to: State, found: Standing, now: datetime) -> None:
    order = (State.IN_REVIEW, State.READY, State.APPROVED)
    why = found.blockers[0].reason if found.blockers else ""
    if not release.move(to, why, now):
        return  # whoever was faster follows by themselves
    if order.index(to) < order.index(before):
        tell("release.unsettled", None, release, now, before=before, state=to, reason=why)
    else:
        tell("release.ready" if to is State.READY else "release.approved", None, release, now)


def end_waivers(release: Release, now: datetime) -> None:
    """For good, so that a clock that is set back brings none of them back."""
    open_ones = release.waivers.filter(ended_at=None)
    open_ones.exclude(digest=release.digest).update(ended_at=now, ended_how="stale")
    open_ones.filter(until__lte=now).update(ended_at=now, ended_how="expired")


def end_words(release: Release, now: datetime) -> None:
    """Agreements that are over. An objection stays: it is withdrawn, or what it was about changes."""
    if release.state not in BEFORE | {State.HELD}:
        return
    rows = list(release.signoffs.standing())
    people = User.objects.with_standing().in_bulk({row.person_id for row in rows if row.person_id})
    ended = 0
    for row in rows:
        how = _how(row, release, people.get(row.person_id or 0), now)
        if how:
            ended += 1
            end(row, release, how, None, now)
    if ended:
        touch(release)


def _how(row: SignOff, release: Release, person: User | None, now: datetime) -> str:
    """How it ended; "" when it did not. What is dated ahead is not over: it counts when its time has come."""
    if row.digest != release.digest:
        return "stale"
    if row.decision != Decision.APPROVE:
        return ""
    least = least_role(release.checklist, row.item)
    if person is None or role_in(person, release.application.team_id) < least:
        return "left"
    return "expired" if row.expires_at is not None and row.expires_at <= now else ""


def end(row: SignOff, release: Release, how: str, by: User | None, now: datetime) -> None:
    """For good: a word that ended never counts again, whatever the clock says later."""
    name = named(row.principal)
    if (
        SignOff.objects.standing()
        .filter(pk=row.pk)
        .update(ended_at=now, ended_how=how, ended_by=str(by) if by else "")
    ):
        data = {"item": row.item, "how": how, "person": name, "principal": row.principal}
        kind = "signoff.revoked" if how == "revoked" else "signoff.ended"
        tell(kind, by, release, now, **data)
