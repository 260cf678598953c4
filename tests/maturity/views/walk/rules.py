"""Who gets which answer. A rule is asked about a person, an object's team, and whether reading is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from maturity.models import Role


class Who(NamedTuple):
    """A person: their role in the object's team, the one in any team, and whether they administer all."""

    here: Role | None
    anywhere: Role | None = None
    signed_in: bool = True
    root: bool = False


OK, LOGIN, UNKNOWN, DENIED, MISSING, NO_METHOD = "ok", "login", 401, 403, 404, 405
Answer = str | int
Rule = Callable[[Who, bool], Answer]


def _signed_in(rule: Rule) -> Rule:
    return lambda who, open_read: rule(who, open_read) if who.signed_in else LOGIN


def everybody(who: Who, open_read: bool) -> Answer:
    return OK


def nobody(who: Who, open_read: bool) -> Answer:
    """A page that is not served here."""
    return MISSING


def machine(who: Who, open_read: bool) -> Answer:
    """A session is no token."""
    return UNKNOWN


def unsigned(who: Who, open_read: bool) -> Answer:
    """A session is no signature either."""
    return DENIED


def not_machine(who: Who, open_read: bool) -> Answer:
    return NO_METHOD


@_signed_in
def people(who: Who, open_read: bool) -> Answer:
    """Whoever is signed in, about what is theirs."""
    return OK


@_signed_in
def hidden(who: Who, open_read: bool) -> Answer:
    """What is not served here, or is another person's alone; strangers do not even learn that."""
    return MISSING


@_signed_in
def never(who: Who, open_read: bool) -> Answer:
    """Not by this method."""
    return NO_METHOD


@_signed_in
def administrator(who: Who, open_read: bool) -> Answer:
    return OK if who.root else DENIED


@_signed_in
def look(who: Who, open_read: bool) -> Answer:
    return OK if who.root or who.here or open_read else MISSING


@_signed_in
def administrator_of_seen(who: Who, open_read: bool) -> Answer:
    """An administrator's matter with something others see."""
    return OK if who.root else DENIED if who.here or open_read else MISSING


def role(least: Role) -> Rule:
    """This role in the team of the object."""

    @_signed_in
    def rule(who: Who, open_read: bool) -> Answer:
        if who.root or (who.here or 0) >= least:
            return OK
        return DENIED if who.here or open_read else MISSING

    return rule


@_signed_in
def whose_it_is(who: Who, open_read: bool) -> Answer:
    """What belongs to one person, who is none of those that ask."""
    return OK if who.root else MISSING


def role_to_see(least: Role) -> Rule:
    """This role in the team of the object, which nobody below even sees."""

    @_signed_in
    def rule(who: Who, open_read: bool) -> Answer:
        return OK if who.root or (who.here or 0) >= least else MISSING

    return rule


def somewhere(least: Role) -> Rule:
    """This role in some team."""

    @_signed_in
    def rule(who: Who, open_read: bool) -> Answer:
        return OK if who.root or (who.anywhere or 0) >= least else DENIED

    return rule


@_signed_in
def lead_to_find(who: Who, open_read: bool) -> Answer:
    """In a list of what somebody leads: who leads nothing has no such list."""
    if who.root or (who.here or 0) >= Role.LEAD:
        return OK
    return MISSING if (who.anywhere or 0) >= Role.LEAD else DENIED


engineer, lead, admin = role(Role.ENGINEER), role(Role.LEAD), role(Role.ADMIN)
lead_to_see = role_to_see(Role.LEAD)
some_engineer, some_lead = somewhere(Role.ENGINEER), somewhere(Role.LEAD)


class Row(NamedTuple):
    """`address` holds names of what `world.py` made for a team; `sent` is posted."""

    address: str
    get: Rule
    post: Rule
    sent: dict[str, str] = {}
