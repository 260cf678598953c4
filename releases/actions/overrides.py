"""Break-glass: a release goes without its gates because it has to, and owes a review for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.actions.rows import clean
from maturity.models import Role, User
from releases.actions import moving
from releases.actions.checking import always_asked, answer
from releases.actions.errors import Overtaken
from releases.actions.following import follow
from releases.actions.history import tell
from releases.actions.locking import locked_for
from releases.actions.standing import standing_of
from releases.core.machine import Move, after
from releases.models import Override, PostReview, Release

REVIEWED_WITHIN = timedelta(hours=24)
LEAST, MOST = 20, 5_000  # characters of a reason, and of what a review found
LONGEST_INCIDENT = 500


def break_glass(
    by: User, release: Release, reason: str, *, digest: str, incident: str = "", revision: int | None = None,
    login: str = "", now: datetime | None = None,
) -> str:  # fmt: skip
    """Let a release go whatever keeps it back: its ticket. What was open is written down.

    incident  its address or number. Only one thing is still asked: that nothing else is on its way.
    """
    now = now or timezone.now()
    reason = _said(reason, _("Say why it cannot wait, in at least %(n)s characters."))
    if len(incident) > LONGEST_INCIDENT:
        raise Refused(_("An incident has at most %(n)s characters.") % {"n": LONGEST_INCIDENT})
    with transaction.atomic():
        release, who = locked_for(by, release, Role.LEAD, digest=digest, revision=revision, login=login)
        if after(release.state, Move.OVERRIDE) is None:
            raise Overtaken(_("This release is on its way or over: there is nothing to break."))
        blockers = _blockers(release, digest, now)
        override = Override.objects.create(
            release=release, person=who.user, principal=who.told, reason=reason, blockers=blockers,
            incident=clean(incident).strip(), digest=digest, at=now,
        )  # fmt: skip
        PostReview.objects.create(override=override, due_at=now + REVIEWED_WITHIN)
        told = {"principal": who.told, "reason": reason[:500], "incident": override.incident}
        tell("release.overridden", who.user, release, now, blockers=len(blockers), **told)
        return moving.let_go(release, Move.OVERRIDE, who.told, who.user, now)


def _blockers(release: Release, digest: str, now: datetime) -> list[dict[str, str]]:
    """What keeps it back at this moment: [{"item", "title", "reason"}]. Raises Refused when nothing does."""
    answer(release, now)
    follow(release, now)
    if not digest or release.digest != digest:
        raise Overtaken(_("What is released has changed since this page was loaded: look at it again."))
    found = (*standing_of(release, now).blockers, *always_asked(release, now))
    if not found:
        raise Refused(_("Nothing keeps this release back: start it as usual."))
    told: list[dict[str, str]] = clean(
        [{"item": one.item, "title": one.title, "reason": one.reason} for one in found]
    )
    return told


def review(by: User, found: PostReview, findings: str, *, login: str = "") -> None:
    """Look at it afterwards: somebody else than who broke the glass. Raises Refused."""
    now = timezone.now()
    findings = _said(findings, _("Say what the review found, in at least %(n)s characters."))
    with transaction.atomic():
        release, who = locked_for(by, found.override.release, Role.APPROVER, login=login)
        if found.override.person_id == who.user.pk:
            raise Refused(_("You broke the glass: somebody else reviews it."))
        done = PostReview.objects.open().filter(pk=found.pk).update(
            done_at=now, person=who.user, principal=who.told, findings=findings
        )  # fmt: skip
        if not done:
            raise Overtaken(_("It was reviewed already."))
        late = max(now - found.due_at, timedelta())
        told = {"principal": who.told, "findings": findings[:500], "late": int(late.total_seconds())}
        tell("review.done", who.user, release, now, **told)


def tell_overdue(now: datetime) -> int:
    """Reviews that nobody did in time are told of, each once: as many."""
    late = PostReview.objects.open().filter(due_at__lte=now, told_at=None)
    told = 0
    for one in late.select_related("override__release__application__team"):
        with transaction.atomic():
            if PostReview.objects.open().filter(pk=one.pk, told_at=None).update(told_at=now):
                broken_by = str(one.override.principal.get("username") or "")
                tell("review.overdue", None, one.override.release, now, broken_by=broken_by)
                told += 1
    return told


def _said(text: str, needed: str) -> str:
    found: str = clean(text).strip()
    if len("".join(found.split())) < LEAST:
        raise Refused(needed % {"n": LEAST})
    if len(found) > MOST:
        raise Refused(_("At most %(n)s characters.") % {"n": f"{MOST:,}"})
    return found
