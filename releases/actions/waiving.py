"""Waivers: somebody takes an item upon themselves for a while, and does not sign off then."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from maturity.actions.errors import Refused
from maturity.models import Role, User
from releases.actions import texts
from releases.actions.following import follow
from releases.actions.history import tell
from releases.actions.locking import expect_same, locked, touch
from releases.actions.principals import expect, named, principal
from releases.actions.signing import expect_impartial
from releases.core import quorum
from releases.core.checklist import Item, Kind
from releases.core.known import AUTHORS
from releases.core.state import BEFORE, State
from releases.models import Release, Waiver

HOURS, MOST_HOURS = 72, 720


def waive(
    by: User, release: Release, item: str, reason: str, *, hours: int = HOURS,
    digest: str, revision: int | None = None, login: str = "", now: datetime | None = None,
) -> Waiver:  # fmt: skip
    """item: a key of the list, or AUTHORS when nobody knows who wrote it. For this subject alone.

    What people are asked for is not waived by who has a hand in the release.
    """
    now = now or timezone.now()
    text = texts.comment(reason, needed=_("Say why this can be waived: the others read it."))
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(_("A waiver lasts 1 to %(n)s hours.") % {"n": MOST_HOURS})
    with transaction.atomic():
        release = locked(release)
        expect_same(release, digest, revision)
        if release.state not in BEFORE | {State.HELD}:
            raise Refused(_("This release is on its way or over: nothing is waived any more."))
        who = principal(by, release.application.team, login)
        asked = _item(release, item)
        expect(who, Role.LEAD if asked is None else quorum.level(asked.waivable))
        if asked is None or asked.kind is Kind.MANUAL:
            expect_impartial(who, release, now)
        release.waivers.filter(item=item, ended_at=None).update(ended_at=now, ended_how="replaced")
        made = Waiver.objects.create(
            release=release, item=item, reason=text, person=by, principal=who.told, digest=release.digest,
            at=now, until=now + timedelta(hours=hours),
        )  # fmt: skip
        tell("item.waived", by, release, now, item=item, reason=text, hours=hours, principal=who.told)
        touch(release)
        follow(release, now)
    return made


def end_waiver(
    by: User, release: Release, item: str, *, revision: int | None = None, login: str = "",
    now: datetime | None = None,
) -> None:  # fmt: skip
    """By who waived it, or may waive it. The item stands as before; who waived it may sign off again."""
    now = now or timezone.now()
    with transaction.atomic():
        release = locked(release)
        expect_same(release, None, revision)
        found = release.waivers.filter(item=item, ended_at=None).first()
        if found is None:
            raise Refused(_("There is no such waiver any more."))
        if release.state not in BEFORE | {State.HELD}:
            raise Refused(_("This release is on its way or over: what was waived stays."))
        who, asked = principal(by, release.application.team, login), _item(release, item)
        if found.person_id != by.pk:
            expect(who, Role.LEAD if asked is None else quorum.level(asked.waivable))
        release.waivers.filter(pk=found.pk).update(ended_at=now, ended_how="revoked")
        tell("waiver.ended", by, release, now, item=item, person=named(found.principal), principal=who.told)
        touch(release)
        follow(release, now)


def _item(release: Release, key: str) -> Item | None:
    """None for AUTHORS."""
    if key == AUTHORS:
        return None
    found = release.checklist.item(key)
    if found is None:
        raise Refused(_("There is no such item in this checklist."))
    if not found.waivable:
        raise Refused(_("Nobody waives this item."))
    return found
