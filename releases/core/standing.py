"""Where a release stands: each item of its checklist, who agreed, and what keeps it back. See `standing`."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from releases.core import quorum
from releases.core.checklist import Checklist, Item, Kind
from releases.core.gate import Evidence
from releases.core.known import AUTHORS, WHOLE, Known, Waived, Word
from releases.core.quorum import Line

# What is dated later than now by more than this was written while a clock was wrong.
SKEW = timedelta(minutes=5)
AGREEMENT = "Sign-off of the release"


class Mark(StrEnum):
    """How an item stands. PASSED, NOT_APPLICABLE and WAIVED let a release on."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"
    WAIVED = "waived"
    STALE = "stale"
    PENDING = "pending"


LETTING = frozenset({Mark.PASSED, Mark.NOT_APPLICABLE, Mark.WAIVED})


class ItemStanding(Struct, frozen=True, kw_only=True):
    """reason, answer  as of core.gate.Result; by: who answered, "" for a gate; until: when a waiver ends"""

    item: Item
    state: Mark
    reason: str
    answer: str = ""
    evidence: tuple[Evidence, ...] = ()
    by: str = ""
    at: datetime | None = None
    until: datetime | None = None

    @property
    def lets(self) -> bool:
        return self.state in LETTING

    @property
    def blocks(self) -> bool:
        return self.item.blocking and not self.lets


class Said(Struct, frozen=True):
    """A word, and why it does not count: "" when it does."""

    word: Word
    ignored: str


class Blocker(Struct, frozen=True, kw_only=True):
    """item: its key; WHOLE for sign-off of the release. answer: what would remove it."""

    item: str
    title: str
    reason: str
    answer: str = ""


class Standing(Struct, frozen=True, kw_only=True):
    """approvals: how many agreed, role by role; words: all that stand, those that do not count among them."""

    items: tuple[ItemStanding, ...]
    approvals: tuple[Line, ...]
    words: tuple[Said, ...]
    blockers: tuple[Blocker, ...]
    ready: bool  # every blocking item lets it on
    approved: bool  # and enough people agreed, and nobody objects

    def of(self, item: str) -> ItemStanding | None:
        return next((one for one in self.items if one.item.key == item), None)


def standing(known: Known, now: datetime) -> Standing:
    """Nothing that is missing, stale, expired, objected to, or not known lets a release on."""
    said = tuple(Said(word, _ignored(word, known, now)) for word in known.words)
    items = tuple(_item(item, known, said, now) for item in known.checklist.items)
    agreeing = [
        one.word.voter.role for one in said
        if one.word.item == WHOLE and one.word.approve and not one.ignored
    ]  # fmt: skip
    lines = quorum.counted(known.checklist.approvals or (), agreeing)
    of_items = _unbound(known) + tuple(map(_blocker, (one for one in items if one.blocks)))
    of_people = _objections(said) + _authors(known, lines, now) + tuple(map(_lacking, _open(lines)))
    return Standing(
        items=items, approvals=lines, words=said, blockers=of_items + of_people,
        ready=not of_items, approved=not of_items and not of_people,
    )  # fmt: skip


def in_force(at: datetime, until: datetime | None, now: datetime) -> bool:
    """Begun and not over. What was dated ahead of time counts only once its time has come."""
    return at <= now + SKEW and (until is None or now < until)


def waiver_of(item: str, known: Known, now: datetime) -> Waived | None:
    for one in known.waivers:
        if one.item == item and one.digest == known.digest and in_force(one.at, one.until, now):
            return one
    return None


def least_role(checklist: Checklist, key: str) -> int:
    """The lowest role whose agreement to this can count."""
    item = checklist.item(key)
    if item is not None:
        return quorum.level(item.role)
    asked = [quorum.level(one.role) for one in checklist.approvals or () if key == WHOLE]
    return min(asked, default=quorum.level("approver"))


def _ignored(word: Word, known: Known, now: datetime) -> str:
    """An objection counts whoever makes it, until they withdraw it or the subject changes."""
    if word.digest != known.digest:
        return "given for another subject"
    if not word.approve:
        return ""
    if not in_force(word.at, word.expires_at, now):
        return "expired"
    why = quorum.excluded(word.voter, known.parties)
    return f"does not count, because they {why}" if why else ""


def _item(item: Item, known: Known, said: tuple[Said, ...], now: datetime) -> ItemStanding:
    found = _manual(item, said, now) if item.kind is Kind.MANUAL else _answered(item, known, now)
    waiver = waiver_of(item.key, known, now)
    # What somebody objects to is not waived away: it is for them to withdraw.
    if found.lets or waiver is None or objection(item.key, said):
        return found
    return ItemStanding(
        item=item, state=Mark.WAIVED, reason=waiver.reason, by=waiver.name, at=waiver.at, until=waiver.until
    )


def _answered(item: Item, known: Known, now: datetime) -> ItemStanding:
    found = known.answers.get(item.key)
    if found is None:
        awaited = "CI sends the evidence" if item.kind is Kind.ATTESTED else "run the checks"
        return ItemStanding(item=item, state=Mark.PENDING, reason="not answered yet", answer=awaited)
    state, reason, answer = Mark(found.outcome.value), found.reason, found.answer
    stale = _stale(item, found.at, now)
    if found.digest != known.digest:
        stale = "answered for another subject"
    if stale:
        state, reason, answer = Mark.STALE, f"{stale}: {found.reason}", "answer it anew"
    return ItemStanding(
        item=item,
        state=state,
        reason=reason,
        answer=answer,
        evidence=found.evidence,
        by=found.by,
        at=found.at,
    )


def _stale(item: Item, at: datetime, now: datetime) -> str:
    if at > now + SKEW:
        return "answered in the future, so a clock was wrong"
    if item.max_age and now - at > timedelta(hours=item.max_age):
        return f"answered more than {item.max_age} hours ago"
    return ""


def objection(item: str, said: tuple[Said, ...]) -> Word | None:
    """One that holds, to an item or (WHOLE) to the release."""
    return next(
        (one.word for one in said if one.word.item == item and not one.word.approve and not one.ignored), None
    )


def ignored(one: Said, item: Item, now: datetime) -> str:
    """Why an agreement to this item does not answer it; "" when it does."""
    word = one.word
    old = one.ignored or _stale(item, word.at, now)
    reaches = word.voter.role >= quorum.level(item.role)
    return old or ("" if reaches else "does not count, because their role does not reach")


def _manual(item: Item, said: tuple[Said, ...], now: datetime) -> ItemStanding:
    no = objection(item.key, said)
    if no is not None:
        reason = f"rejected: {no.comment}"
        return ItemStanding(item=item, state=Mark.FAILED, reason=reason, by=no.name, at=no.at)
    stale = ""
    for one in said:
        word = one.word
        if word.item != item.key or not word.approve:
            continue
        old = ignored(one, item, now)
        if not old:
            reason = word.comment or "signed off"
            evidence = (Evidence(word.link, url=word.link),) if word.link else ()
            return ItemStanding(
                item=item, state=Mark.PASSED, reason=reason, evidence=evidence, by=word.name, at=word.at
            )
        stale = f"{word.name}: {old}"
    awaited = f"somebody with the role {item.role} signs it off"
    state, reason = (Mark.STALE, stale) if stale else (Mark.PENDING, "nobody signed it off yet")
    return ItemStanding(item=item, state=state, reason=reason, answer=awaited)


def _unbound(known: Known) -> tuple[Blocker, ...]:
    if known.digest:
        return ()
    reason = "neither its artifact nor a plan is known"
    return (
        Blocker(item=WHOLE, title="What is released", reason=reason, answer="record a deployment to Stage"),
    )


def _blocker(one: ItemStanding) -> Blocker:
    return Blocker(item=one.item.key, title=one.item.title, reason=one.reason, answer=one.answer)


def _objections(said: tuple[Said, ...]) -> tuple[Blocker, ...]:
    """To the release; those to an item are that item's."""
    return tuple(
        Blocker(
            item=WHOLE, title=AGREEMENT, reason=f"{one.word.name} rejected it: {one.word.comment}",
            answer="they withdraw it, or what is released changes",
        )
        for one in said
        if one.word.item == WHOLE and not one.word.approve and not one.ignored
    )  # fmt: skip


def _authors(known: Known, lines: tuple[Line, ...], now: datetime) -> tuple[Blocker, ...]:
    """Without the names of who wrote it nobody can be kept from agreeing to their own work."""
    asked = any(line.least for line in lines)
    if not asked or known.parties.commits is not None or waiver_of(AUTHORS, known, now):
        return ()
    reason = "nobody knows whose commits are in it, so their authors cannot be told from those who sign off"
    answer = "scan the repository, or waive this"
    return (Blocker(item=AUTHORS, title="Authors of the commits", reason=reason, answer=answer),)


def _open(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for line in lines if not line.met)


def _lacking(line: Line) -> Blocker:
    reason = f"{line.have} of {line.least} with the role {line.role} agreed"
    return Blocker(item=WHOLE, title=AGREEMENT, reason=reason, answer="they sign the release off")
