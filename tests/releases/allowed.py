"""What may start, by plain rules over what was done: never by what the rows say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from maturity.models import Role
from releases.core.gate import LETTING, Outcome
from tests.releases.scene import ROLES

HOUR = timedelta(hours=1)
VERSIONS = ("2.14.0", "2.15.0")
BOT = "ren[bot]"
PEOPLE = {**ROLES, BOT: Role.APPROVER}
# What a release is made of: its artifact, the newest plan, and its checklist.
Content = tuple[str, int, str]


@dataclass(frozen=True)
class Word:
    at: datetime
    digest: str


@dataclass(frozen=True)
class Waived:
    by: str
    at: datetime
    until: datetime
    digest: str


@dataclass
class Ticket:
    secret: str
    at: datetime


@dataclass
class Told:
    """Of one version, at its last attempt: who agreed to which item, objected, wrote it, waived it, …

    wrote  None while nobody knows
    asked  how many approvers its checklist asks for; checklist: which one it was opened with
    """

    asked: int = 2
    checklist: str = "strict"
    artifact: str = "a"
    author: str = "lin"
    attempt: int = 1
    wrote: set[str] | None = field(default_factory=lambda: {"lin"})
    yes: dict[tuple[str, str], Word] = field(default_factory=dict)
    no: dict[tuple[str, str], str] = field(default_factory=dict)
    ci: tuple[bool, Word] | None = None
    waived: dict[str, Waived] = field(default_factory=dict)
    plans: list[tuple[datetime, int]] = field(default_factory=list)
    accepted: str = ""
    ticket: Ticket | None = None
    going_on: set[str] = field(default_factory=set)
    broken: bool = False
    let_through: bool = False


class Model:
    """asked: how many had to agree to each attempt

    owed: of which version and attempt somebody has to look at the emergency, and who broke the glass."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.of = {version: Told() for version in VERSIONS}
        self.asked = {(version, 1): 2 for version in VERSIONS}
        self.meaning: dict[str, Content] = {}
        self.gate = Outcome.PASSED
        self.role = dict(PEOPLE)
        self.checklist = "strict"
        self.freezes: dict[int, tuple[datetime, datetime]] = {}
        self.owed: dict[tuple[str, int], str] = {}

    def content(self, version: str) -> Content:
        told = self.of[version]
        seen = [one for one in told.plans if one[0] >= self.now - timedelta(days=8)]
        return told.artifact, max(seen)[1] if seen else 0, told.checklist

    def see(self, version: str, digest: str) -> None:
        """What a page calls by this number, the first time it does."""
        self.meaning.setdefault(digest, self.content(version))

    def attempted(self, version: str, author: str, asked: int) -> None:
        """It is checked anew; what people said of the same subject holds."""
        old = self.of[version]
        self.asked[version, old.attempt + 1] = asked
        self.of[version] = Told(
            asked=asked, checklist=self.checklist, artifact=old.artifact, author=author,
            attempt=old.attempt + 1, wrote=old.wrote, yes=old.yes, no=old.no, plans=old.plans,
        )  # fmt: skip

    def changed(self, version: str, artifact: str) -> None:
        told = self.of[version]
        told.artifact, told.yes, told.no, told.ci, told.waived = artifact, {}, {}, None, {}

    def has(self, name: str, least: Role) -> bool:
        return self.role.get(name, 0) >= least

    def partial(self, version: str, name: str, digest: str) -> bool:
        """Whether they have a hand in it."""
        told = self.of[version]
        waiving = {one.by for item, one in told.waived.items() if self._waived(version, item, digest)}
        return name in {BOT, told.author, *waiving, *(told.wrote or ())}

    def why_not(self, version: str, digest: str, starter: str = "", *, again: bool = False) -> list[str]:
        """All that keeps it back; again: it is on its way already, with what it was approved for."""
        told = self.of[version]
        good, answered = told.ci or (False, Word(self.now, ""))
        needed = {
            "role": not starter or self.has(starter, Role.ENGINEER),
            "subject": again or self.meaning.get(digest) == self.content(version),
            "approvals": len(self._agreeing(version, "", digest, starter)) >= told.asked,
            "on call": self._on_call(version, digest, starter),
            "objections": not any(of == digest for of in told.no.values()),
            "authors": told.wrote is not None or self._waived(version, "release.authors", digest),
            "ci": good and answered.digest == digest and answered.at <= self.now <= answered.at + 24 * HOUR,
            "drift": self.gate in LETTING or self._waived(version, "iac.drift", digest),
            "freeze": not any(starts <= self.now < ends for starts, ends in self.freezes.values()),
            "review": not set(self.owed) - {(version, told.attempt)},
            "rollback plan": told.accepted == digest,
        }
        return [why for why, fine in needed.items() if not fine]

    def _on_call(self, version: str, digest: str, starter: str) -> bool:
        objected = any(item == "ops.owner" and of == digest for (item, _), of in self.of[version].no.items())
        waived = self._waived(version, "ops.owner", digest) and not objected
        return waived or bool(self._agreeing(version, "ops.owner", digest, starter))

    def _waived(self, version: str, item: str, digest: str) -> bool:
        found = self.of[version].waived.get(item)
        return found is not None and found.at <= self.now < found.until and found.digest == digest

    def _agreeing(self, version: str, item: str, digest: str, starter: str) -> set[str]:
        return {
            name for (of, name), word in self.of[version].yes.items()
            if of == item and name != starter and word.digest == digest
            and word.at <= self.now < word.at + 48 * HOUR
            and self.has(name, Role.APPROVER) and not self.partial(version, name, digest)
        }  # fmt: skip
