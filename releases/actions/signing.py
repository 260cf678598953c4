"""Sign-offs: given, refused, and taken back. Each is for what the release is at that moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maturity.actions.errors import Refused
from maturity.models import Role, User
from releases.actions import texts
from releases.actions.following import end, follow
from releases.actions.history import tell
from releases.actions.identities import voters
from releases.actions.locking import expect_same, locked, move, touch
from releases.actions.principals import Principal, expect, named, principal, role_in
from releases.actions.requesting import note_requests
from releases.actions.standing import parties_of
from releases.actions.tickets import void
from releases.core import quorum
from releases.core.checklist import APPROVAL_HOURS, Item, Kind, Proof
from releases.core.known import WHOLE
from releases.core.machine import SIGNED_IN, Move, after
from releases.core.quorum import Why
from releases.core.standing import least_role
from releases.core.state import ON_THE_WAY, OVER, State
from releases.models import Decision, Release, SignOff

SENTENCES: dict[Why, str | Promise] = {
    Why.LEFT: gettext_lazy("You are not in the team of this application."),
    Why.BOT: gettext_lazy("A bot does not sign off."),
    Why.AUTHOR: gettext_lazy("You opened this release: somebody else signs it off."),
    Why.COMMITTED: gettext_lazy("Commits of yours are in this release: somebody else signs it off."),
    Why.WAIVED: gettext_lazy("You waived an item of this release: somebody else signs it off."),
    Why.STARTER: gettext_lazy("Who starts a release does not sign it off."),
}


def sign(
    by: User, release: Release, *, item: str = WHOLE, comment: str = "", link: str = "",
    digest: str, revision: int | None = None, login: str = "", now: datetime | None = None,
) -> SignOff:  # fmt: skip
    """Agree to an item, or to the release as a whole, as the page showed it."""
    now = now or timezone.now()
    with transaction.atomic():
        release, who = _expected(by, release, item, digest, revision, login)
        expect_impartial(who, release, now)
        asked = _item(release, item)
        text = texts.comment(comment, needed=_wanted(asked, Proof.TEXT, _("This item needs a comment.")))
        address = texts.link(link, needed=_wanted(asked, Proof.LINK, _("This item needs a link.")))
        hours = release.checklist.approval_hours or APPROVAL_HOURS
        word = SignOff(decision=Decision.APPROVE, link=address, expires_at=now + timedelta(hours=hours))
        _give(word, release, item, who, text, now)
        tell("signoff.given", by, release, now, item=item, comment=text, principal=who.told)
        touch(release)
        follow(release, now)
    return word


def reject(
    by: User, release: Release, *, item: str = WHOLE, comment: str,
    digest: str, revision: int | None = None, login: str = "", now: datetime | None = None,
) -> SignOff:  # fmt: skip
    """Object, with a reason. It holds until it is withdrawn or what is released changes.

    Objecting to a release whose checks are done ends it; before that it keeps it back. Authors may, too.
    """
    now = now or timezone.now()
    text = texts.comment(comment, needed=_("Say why: the others read it."))
    with transaction.atomic():
        release, who = _expected(by, release, item, digest, revision, login)
        _item(release, item)
        word = SignOff(decision=Decision.REJECT)
        _give(word, release, item, who, text, now)
        tell("signoff.rejected", by, release, now, item=item, comment=text, principal=who.told)
        if item == WHOLE and after(release.state, Move.REJECT):
            move(release, Move.REJECT, text, now)
            tell("release.rejected", by, release, now, comment=text, principal=who.told)
        else:
            touch(release)
            follow(release, now)
    return word


def revoke(
    by: User, release: Release, *, item: str = WHOLE, person: User | None = None,
    digest: str | None = None, revision: int | None = None, login: str = "", now: datetime | None = None,
) -> None:  # fmt: skip
    """Take one's word back; a release that is on its way is held then.

    person  whose word it is, if another's: a lead sets aside the objection of somebody who is not there any
            more
    """
    now, whose = now or timezone.now(), person or by
    with transaction.atomic():
        release = locked(release)
        expect_same(release, digest, revision)
        word = release.signoffs.standing().filter(item=item, person=whose).first()
        if word is None:
            raise Refused(_("There is no such sign-off any more."))
        who = principal(by, release.application.team, login)
        _expect_own(who, whose, word, release)
        if release.state in OVER and word.decision == Decision.APPROVE:
            raise Refused(_("This release is over: what was said of it stays."))
        end(word, release, "revoked", by, now)
        if release.state in ON_THE_WAY:
            _hold(release, named(who.told), by, now)
        else:
            touch(release)
            follow(release, now)


def expect_impartial(who: Principal, release: Release, now: datetime) -> None:
    """Told before they sign, rather than not counted afterwards."""
    found = parties_of(release, now)
    why = quorum.excluded(voters([who.user.pk], release.application.team_id)[who.user.pk], found)
    if why is not None:
        raise Refused(str(SENTENCES[why]))


def _expected(
    by: User, release: Release, item: str, digest: str, revision: int | None, login: str
) -> tuple[Release, Principal]:
    """The release as it is, held, and the person as they are; Refused where no word can be given."""
    release = locked(release)
    expect_same(release, digest, revision)
    if release.state not in SIGNED_IN:
        raise Refused(_not_now(release))
    if not release.digest:
        raise Refused(_("What is released is not known yet, so there is nothing to agree to."))
    who = principal(by, release.application.team, login)
    expect(who, least_role(release.checklist, item))
    return release, who


def _not_now(release: Release) -> str:
    if release.state == State.DRAFT:
        return _("This release was not submitted yet.")
    if release.state in OVER:
        return _("This release is over.")
    return _("This release is on its way already.")


def _item(release: Release, key: str) -> Item | None:
    """None for the release as a whole. Refused for what no person answers."""
    if key == WHOLE:
        return None
    found = release.checklist.item(key)
    if found is None or found.kind is not Kind.MANUAL:
        raise Refused(_("People do not answer this item."))
    return found


def _wanted(item: Item | None, proof: Proof, sentence: str) -> str:
    return sentence if item is not None and item.proof is proof else ""


def _give(word: SignOff, release: Release, item: str, who: Principal, text: str, now: datetime) -> None:
    """In the place of what they said before."""
    for old in release.signoffs.standing().filter(item=item, person=who.user):
        end(old, release, "replaced", who.user, now)
    word.release, word.item, word.person, word.principal = release, item, who.user, who.told
    word.role, word.comment, word.digest, word.at = who.role, text, release.digest, now
    word.save()


def _expect_own(who: Principal, whose: User, word: SignOff, release: Release) -> None:
    if whose.pk == who.user.pk:
        return
    expect(who, Role.LEAD)
    fresh = User.objects.with_standing().get(pk=whose.pk)
    there = role_in(fresh, release.application.team) >= least_role(release.checklist, word.item)
    if there or word.decision != Decision.REJECT:
        raise Refused(_("Only %(person)s can withdraw this.") % {"person": named(word.principal)})


def _hold(release: Release, name: str, by: User, now: datetime) -> None:
    """Tickets that nobody used yet open nothing any more."""
    void(release, now)
    if after(release.state, Move.HOLD):
        why = f"{name} took their sign-off back"
        move(release, Move.HOLD, why, now)
        tell("release.held", by, release, now, reason=why)
    else:
        touch(release)
    note_requests(release, now)
