"""Where a release stands, from its rows: what the page, the API and the start all read. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import structs

from maturity.models import User
from releases.actions.identities import voters
from releases.actions.principals import named
from releases.core import standing as core
from releases.core.gate import Evidence, Outcome
from releases.core.known import Answer, Known, Waived, Word
from releases.core.quorum import Parties, Voter
from releases.core.standing import Standing
from releases.models import CheckRun, Decision, Release, SignOff, Waiver

GONE = Voter(account=None, username="", role=0)


def standing_of(release: Release, now: datetime, *, starter: User | None = None) -> Standing:
    """Four queries. With `starter`: as if this person starts it, whose own word does not count then."""
    return core.standing(known(release, now, starter=starter), now)


def known(release: Release, now: datetime, *, starter: User | None = None) -> Known:
    rows = _standing(release)
    return _known(release, now, starter, rows, voters(_givers(rows), release.application.team_id))


def known_to(release: Release, viewer: User, now: datetime) -> tuple[Known, Voter]:
    """With who looks at it, in as many queries: who they are is asked together with everybody else."""
    rows = _standing(release)
    people = voters([*_givers(rows), viewer.pk], release.application.team_id)
    return _known(release, now, None, rows, people), people.get(viewer.pk, GONE)


def _known(
    release: Release, now: datetime, starter: User | None, rows: Sequence[SignOff], people: dict[int, Voter]
) -> Known:
    waivers = tuple(map(_waived, release.waivers.filter(ended_at=None)))
    return Known(
        checklist=release.checklist,
        digest=release.digest,
        parties=_parties(release, waivers, now, starter),
        answers={one.item: _answer(one) for one in release.checks.filter(current=True)},
        words=tuple(_word(row, people.get(row.person_id or 0)) for row in rows),
        waivers=waivers,
    )


def _standing(release: Release) -> list[SignOff]:
    return list(release.signoffs.standing().order_by("at", "pk"))


def _givers(rows: Sequence[SignOff]) -> list[int]:
    return [row.person_id for row in rows if row.person_id]


def _word(row: SignOff, person: Voter | None) -> Word:
    """person: as they are now; None when the account is gone."""
    then = str(row.principal.get("email") or "")
    voter = structs.replace(
        person or structs.replace(GONE, username=str(row.principal.get("username") or "")),
        role=min(row.role, person.role) if person else 0,
        emails=tuple(sorted({then, *(person.emails if person else ())} - {""})),
    )
    return Word(
        key=row.pk, item=row.item, approve=row.decision == Decision.APPROVE, voter=voter,
        name=named(row.principal), digest=row.digest, at=row.at, expires_at=row.expires_at,
        comment=row.comment, link=row.link,
    )  # fmt: skip


def parties_of(release: Release, now: datetime) -> Parties:
    return _parties(release, map(_waived, release.waivers.filter(ended_at=None)), now)


def _parties(
    release: Release, waivers: Iterable[Waived], now: datetime, starter: User | None = None
) -> Parties:
    waived: dict[str, frozenset[int]] = {}
    for one in waivers:
        valid = one.digest == release.digest and core.in_force(one.at, one.until, now)
        if valid and one.account is not None:
            waived[one.item] = waived.get(one.item, frozenset()) | {one.account}
    return Parties(
        author=release.author_id,
        author_names=(release.author_name,),
        author_emails=(release.author_email,),
        commits=_emails(release.authors),
        waived=waived,
        starter=starter.pk if starter else None,
    )


def _emails(authors: Any) -> tuple[str, ...] | None:
    return None if authors is None else tuple(str(one.get("email") or "") for one in authors)


def _answer(row: CheckRun) -> Answer:
    return Answer(
        outcome=Outcome(row.outcome), reason=row.reason, answer=row.answer, digest=row.digest, at=row.at,
        evidence=msgspec.convert(row.evidence, tuple[Evidence, ...]), by=row.by,
    )  # fmt: skip


def _waived(row: Waiver) -> Waived:
    return Waived(
        item=row.item, account=row.person_id, name=named(row.principal), reason=row.reason,
        digest=row.digest, at=row.at, until=row.until,
    )  # fmt: skip
