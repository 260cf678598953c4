"""What the release page shows to a person: where it stands, what they may do, and why they may not."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from maturity.access import may
from maturity.models import Role, User
from maturity.models.events import EventQuerySet
from releases.actions.checking import always_asked
from releases.actions.evidence import events_of
from releases.actions.standing import known_to
from releases.core import standing as core
from releases.core.checklist import Kind
from releases.core.known import AUTHORS, WHOLE
from releases.core.machine import SIGNED_IN, Move, after
from releases.core.quorum import Line
from releases.core.standing import Blocker, Said
from releases.core.state import BEFORE, GOING_BACK, ON_THE_WAY, OVER, State
from releases.models import Release
from releases.views._parts import parts_of
from releases.views._rollback import rollback_of
from releases.views._rows import OPEN, Row, Taking, here_of, row_of, taking_of

EVENTS = 30
ALL_EVENTS = 500
OBSTACLES = 8
PLAN = "rollback-plan"  # where it stands on the page
PLACES = {AUTHORS: "authors", WHOLE: "sign", PLAN: PLAN, "rollback_accepted": PLAN}
GONE = frozenset({State.REJECTED, State.ABANDONED, State.SUPERSEDED})
KINDS = (Kind.AUTOMATIC, Kind.ATTESTED, Kind.MANUAL)


class Obstacle(Struct, frozen=True, kw_only=True):
    """A blocker, with its row where it is one of an item."""

    blocker: Blocker
    row: Row | None = None

    @property
    def place(self) -> str:
        """Where on the page something can be done about it."""
        if self.row is not None:
            return f"i-{self.row.key}"
        return PLACES.get(self.blocker.item, "")


class Group(Struct, frozen=True):
    kind: str
    rows: list[Row]


class Page(Struct, frozen=True, kw_only=True):
    """All of it. own: the word on the release that this person gave and that stands.

    why_not  why their word would not count, one sentence; "" when it would
    signs    the form for the release as a whole is theirs; agrees: and their agreement is asked for
    moves    which of the moves this person may make now
    starts   they did not agree to it, so that they may be who starts it
    """

    release: Release
    now: datetime
    groups: list[Group]
    done: int
    obstacles: list[Obstacle]
    approvals: tuple[Line, ...]
    words: list[Said]
    own: Said | None
    why_not: str
    signs: bool
    agrees: bool
    moves: frozenset[str]
    starts: bool
    authors: Taking
    breaks: bool
    first: str

    @property
    def pressing(self) -> list[Obstacle]:
        """Those that are told at once; what this person can do something about comes first."""
        return sorted(self.obstacles, key=lambda one: not (one.row and one.row.mine))[:OBSTACLES]

    @property
    def pressed(self) -> list[Obstacle]:
        return [one for one in self.obstacles if one not in self.pressing]

    @property
    def opened(self) -> str:
        """The key of the item whose form is open from the beginning."""
        return self.first.removeprefix("i-")

    @property
    def over(self) -> bool:
        return self.release.state in OVER

    @property
    def open(self) -> bool:
        """Words are given and taken back."""
        return self.release.state in OPEN

    @property
    def told(self) -> bool:
        """Why it is in its state stands in a box of its own."""
        return self.release.state in BEFORE | GONE | GOING_BACK | {State.HELD, State.ROLLED_BACK}

    @property
    def gone(self) -> bool:
        """It came to nothing before anything moved."""
        return self.release.state in GONE

    @property
    def before(self) -> bool:
        return self.release.state in BEFORE

    @property
    def number(self) -> int:
        """Of all items."""
        return sum(len(group.rows) for group in self.groups)


def page_of(release: Release, user: User, now: datetime) -> Page:
    """Four queries."""
    facts, voter = known_to(release, user, now)
    found = core.standing(facts, now)
    here = here_of(release, user, facts, found, now, voter)
    rows = [row_of(one, here) for one in found.items]
    by_key = {row.key: row for row in rows}
    words = [said for said in found.words if said.word.item == WHOLE]
    own = next((said for said in words if said.word.voter.account == user.pk), None)
    agrees = WHOLE in here.asked and not here.why_not and (own is None or bool(own.ignored))
    asked = release.state in SIGNED_IN and here.role >= core.least_role(release.checklist, WHOLE)
    return Page(
        release=release, now=now, groups=_groups(rows), done=sum(row.standing.lets for row in rows),
        obstacles=_obstacles(release, found.blockers, by_key), approvals=found.approvals, words=words,
        own=own, why_not=here.why_not, signs=agrees or (asked and own is None), agrees=agrees,
        moves=_moves(release, user), starts=own is None or not own.word.approve,
        authors=taking_of(AUTHORS, "lead", here, lets=release.authors is not None),
        breaks=here.role >= Role.LEAD, first=_first(rows, "sign" if agrees else ""),
    )  # fmt: skip


def _groups(rows: list[Row]) -> list[Group]:
    ordered = sorted(rows, key=lambda row: KINDS.index(row.item.kind))
    return [Group(kind.value, list(some)) for kind, some in groupby(ordered, lambda row: row.item.kind)]


def _obstacles(release: Release, blockers: tuple[Blocker, ...], rows: dict[str, Row]) -> list[Obstacle]:
    """Of a draft, what keeps it from being shown to the others; of any other, what keeps it from going."""
    if release.state != State.DRAFT:
        if release.state == State.APPROVED and not blockers:
            blockers = always_asked(release, timezone.now())
        return [Obstacle(blocker=one, row=rows.get(one.item)) for one in blockers]
    found = [Obstacle(blocker=one) for one in blockers if one.item == WHOLE and not release.digest][:1]
    plan = getattr(release, "rollback_plan", None)
    if plan is None or not plan.accepted_for(release.digest):
        reason, answer = _("nobody accepted it yet"), _("Read it and accept it")
        blocker = Blocker(item=PLAN, title=_("The rollback plan"), reason=reason, answer=answer)
        found.append(Obstacle(blocker=blocker))
    return found


def _first(rows: list[Row], whole: str) -> str:
    """Where the first thing is that this person is asked to sign; what keeps it back comes first."""
    mine = sorted((row for row in rows if row.mine), key=lambda row: not row.standing.blocks)
    return f"i-{mine[0].key}" if mine else whole


def _moves(release: Release, user: User) -> frozenset[str]:
    if not may(user, Role.ENGINEER, release.application.team) and not user.is_superuser:
        return frozenset()
    return frozenset(move.value for move in Move if after(release.state, move) is not None)


def has_field(page: Page, typed: dict[str, str]) -> bool:
    """Whether the form it was typed into is still there: else the refusal stands above everything."""
    rows = {row.key: row for group in page.groups for row in group.rows}
    if "item" in typed:
        return page.signs if typed["item"] == WHOLE else typed["item"] in rows and rows[typed["item"]].mine
    if "waive" in typed:
        row = rows.get(typed["waive"])
        return row.taking.waivable if row is not None else page.authors.waivable
    return any(name in typed and name in page.moves for name in (Move.RESUME, Move.ABANDON))


def around(page: Page, user: User) -> dict[str, Any]:
    """What every part of the page asks for."""
    release = page.release
    return {
        "p": page,
        "release": release,
        "application": release.application,
        "now": page.now,
        "me": user.get_full_name() or user.username,
        "rolls_back": release.state in ON_THE_WAY or release.state == State.COMPLETED,
    }


def history(release: Release) -> EventQuerySet:
    """What happened to it, newest first: asked for by place too, so that others' is passed over."""
    application = release.application
    place = Q(repository=None, team=application.team_id)
    if application.repository_id is not None:
        place |= Q(repository=application.repository_id)
    found = events_of(release).filter(place).newest_first()
    return found.select_related("actor", "repository", "stack", "team")


def context(page: Page, user: User, *, all_events: bool = False) -> dict[str, Any]:
    """The page, with what stands around the checklist: its history, its plans, and the parts beside it."""
    release, most = page.release, ALL_EVENTS if all_events else EVENTS
    rows = list(history(release)[: most + 1])
    return {
        **around(page, user),
        "events": rows[:most],
        "more_events": len(rows) > most,
        "plans": release.plans.select_related("stack").defer("sketch", "diagnostics"),
        "way": rollback_of(release, page.now),
        "parts": parts_of(release, user, page.now),
    }
