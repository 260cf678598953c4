"""What a release's standing is made of: what was answered, what people said, and what they waived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from releases.core.checklist import Checklist
from releases.core.gate import Evidence, Outcome
from releases.core.quorum import Parties, Voter

# Keys of what can be waived or agreed to besides the items of the list.
WHOLE = ""
AUTHORS = "release.authors"
RESUME = "rollout.resume"


class Answer(Struct, frozen=True, kw_only=True):
    """The last answer of a gate or of CI."""

    outcome: Outcome
    reason: str
    digest: str
    at: datetime
    answer: str = ""
    evidence: tuple[Evidence, ...] = ()
    by: str = ""


class Word(Struct, frozen=True, kw_only=True):
    """What somebody said about an item, or (WHOLE) about the release. `key` is its row's."""

    key: int
    item: str
    approve: bool
    voter: Voter
    name: str
    digest: str
    at: datetime
    expires_at: datetime | None = None
    comment: str = ""
    link: str = ""


class Waived(Struct, frozen=True, kw_only=True):
    """Somebody took an item upon themselves."""

    item: str
    account: int | None
    name: str
    reason: str
    digest: str
    at: datetime
    until: datetime


class Known(Struct, frozen=True, kw_only=True):
    """All that a release's standing is made of. `answers` are by item."""

    checklist: Checklist
    digest: str
    parties: Parties
    answers: Mapping[str, Answer] = {}
    words: tuple[Word, ...] = ()
    waivers: tuple[Waived, ...] = ()
