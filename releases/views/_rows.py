"""The items of a release as its page shows them to a person: what is asked of them, and what they may do."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from maturity.models import User
from releases.actions.principals import role_in
from releases.actions.signing import SENTENCES
from releases.core import quorum
from releases.core.checklist import Item
from releases.core.known import Known, Waived, Word
from releases.core.machine import SIGNED_IN
from releases.core.quorum import Voter
from releases.core.requests import requests
from releases.core.standing import ItemStanding, Standing, waiver_of
from releases.core.state import BEFORE, State
from releases.models import Release

OPEN = BEFORE | {State.HELD}  # words are taken back and items waived


class Here(Struct, frozen=True, kw_only=True):
    """Who looks at what.

    asked    what people with this role are asked for at this moment: keys of items, WHOLE
    why_not  why the word of this one would not count; "" when it would
    """

    release: Release
    user: User
    now: datetime
    facts: Known
    role: int
    asked: frozenset[str]
    why_not: str

    @property
    def open(self) -> bool:
        return self.release.state in OPEN


class Taking(Struct, frozen=True, kw_only=True):
    """waivable: this person may take it upon themselves; waiver: the one in force; ends: they may end it"""

    waivable: bool
    waiver: Waived | None
    ends: bool


class Row(Struct, frozen=True, kw_only=True):
    """An item. mine: this person's word on it is asked for; own: the one they gave and may take back"""

    standing: ItemStanding
    mine: bool
    own: Word | None
    taking: Taking

    @property
    def key(self) -> str:
        return self.standing.item.key

    @property
    def mark(self) -> str:
        return "mine" if self.mine else self.standing.state

    @property
    def item(self) -> Item:
        return self.standing.item


def here_of(release: Release, user: User, facts: Known, found: Standing, now: datetime, voter: Voter) -> Here:
    role = role_in(user, release.application.team_id)
    why = quorum.excluded(voter, facts.parties)
    wanted = requests(facts, found, now) if release.state in SIGNED_IN else ()
    asked = {one.item for one in wanted if role >= one.role and (one.at is None or one.at <= now)}
    return Here(
        release=release, user=user, now=now, facts=facts, role=role, asked=frozenset(asked),
        why_not=str(SENTENCES[why]) if why else "",
    )  # fmt: skip


def row_of(one: ItemStanding, here: Here) -> Row:
    key = one.item.key
    own = (word for word in here.facts.words if word.item == key and word.voter.account == here.user.pk)
    return Row(
        standing=one,
        mine=key in here.asked and not here.why_not,
        own=next(own, None) if here.open else None,
        taking=taking_of(key, one.item.waivable, here, lets=one.lets),
    )


def taking_of(key: str, role: str, here: Here, *, lets: bool) -> Taking:
    """Of an item, or AUTHORS. Who may waive it may end a waiver, and so may who waived it."""
    may = here.open and bool(role) and here.role >= quorum.level(role)
    waiver = waiver_of(key, here.facts, here.now)
    own = waiver is not None and waiver.account == here.user.pk
    return Taking(
        waivable=may and not lets and waiver is None,
        waiver=waiver,
        ends=waiver is not None and here.open and (may or own),
    )
