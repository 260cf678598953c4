"""Who may agree to a release, and whether enough of them did. The author never counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from releases.core.checklist import Approval

# As `maturity.models.Role` counts them.
ROLES = {"viewer": 10, "engineer": 20, "approver": 30, "lead": 40, "admin": 50}
NOBODY = 1_000
BOT = "[bot]"
NOREPLY = "@users.noreply."  # then the host: github.com, gitlab.com, or a GitLab of one's own


class Why(StrEnum):
    """Why a word does not count, after "because they"."""

    LEFT = "left the team"
    BOT = "are a bot"
    AUTHOR = "opened this release"
    COMMITTED = "wrote commits of it"
    WAIVED = "waived an item of it"
    STARTER = "start it"


class Voter(Struct, frozen=True, kw_only=True):
    """Somebody who gave a word.

    account  the key of it; None when it is gone
    emails   the one they had then, and those they have now
    logins   how the identity provider calls them, beside `username`
    role     the lesser of the one they had then and the one they have now; 0: they left
    """

    account: int | None
    username: str
    role: int
    emails: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        return _folded((self.username, *self.logins))


class Parties(Struct, frozen=True, kw_only=True):
    """Who has a hand in a release, and so cannot agree to it.

    author        the account that opened it; author_names, author_emails: whoever that was
    commits       e-mails of everybody whose commits are in it; None while nobody knows
    waived        the accounts that waived each of its items
    starter       who is about to start it
    """

    author: int | None = None
    author_names: tuple[str, ...] = ()
    author_emails: tuple[str, ...] = ()
    commits: tuple[str, ...] | None = None
    waived: Mapping[str, frozenset[int]] = {}
    starter: int | None = None


class Line(Struct, frozen=True):
    """So many are asked for with at least this role, and so many are there."""

    role: str
    least: int
    have: int

    @property
    def met(self) -> bool:
        return self.have >= self.least


def level(role: str) -> int:
    """A role that nobody knows is one that nobody has."""
    return ROLES.get(role, NOBODY)


def excluded(voter: Voter, parties: Parties) -> Why | None:
    """Why the word of this person does not count; None when it does."""
    if voter.account is None or not voter.role:
        return Why.LEFT
    if voter.username.casefold().endswith(BOT):
        return Why.BOT
    if _is_author(voter, parties):
        return Why.AUTHOR
    if _wrote(voter, parties.commits or ()):
        return Why.COMMITTED
    if any(voter.account in accounts for accounts in parties.waived.values()):
        return Why.WAIVED
    return Why.STARTER if voter.account == parties.starter else None


def _is_author(voter: Voter, parties: Parties) -> bool:
    names = {name.casefold() for name in parties.author_names if name}
    emails = _folded(parties.author_emails)
    same = voter.account == parties.author or bool(voter.names & names)
    return same or bool(emails & _folded(voter.emails))


def _wrote(voter: Voter, commits: Iterable[str]) -> bool:
    """By e-mail, or by the name of the account that addresses of hosts carry."""
    written = _folded(commits)
    return bool(written & _folded(voter.emails)) or any(logins_of(one) & voter.names for one in written)


def logins_of(email: str) -> set[str]:
    """GitHub writes 1234+lin@users.noreply.github.com, GitLab 1234-lin@users.noreply.gitlab.com.

    A name may have a hyphen itself, so both readings count: too many left out is safe, too few are not.
    """
    local, found, _ = email.casefold().partition(NOREPLY)
    if not found:
        return set()
    number, _, name = local.partition("-")
    return {local.rpartition("+")[2], *([name] if number.isdecimal() and name else [])}


def _folded(emails: Iterable[str]) -> set[str]:
    return {one.strip().casefold() for one in emails if one.strip()}


def counted(approvals: Sequence[Approval], roles: Iterable[int]) -> tuple[Line, ...]:
    """How far each line is met, in the order given, by people with these roles.

    One person fills one place: a lead who agrees is not an approver besides. Roles contain each other, so
    giving the highest places away first fills as many as can be filled.
    """
    free = sorted(roles, reverse=True)
    have: dict[int, int] = {}
    for number in sorted(range(len(approvals)), key=lambda number: -level(approvals[number].role)):
        wanted = approvals[number]
        fit = sum(role >= level(wanted.role) for role in free[: wanted.least])
        have[number], free = fit, free[fit:]
    return tuple(Line(one.role, one.least, have[number]) for number, one in enumerate(approvals))


def lacking(approvals: Sequence[Approval], roles: Iterable[int]) -> int | None:
    """The lowest role of somebody whose agreement would fill one more place; None when all are filled."""
    return min((level(line.role) for line in counted(approvals, roles) if not line.met), default=None)
