"""The rollback plan that every release gets: made of what is known about it.

What is not known is a step of its own, "Find out …", with a warning: nothing is silently left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from releases.core.rollback import Kind, Limit, Plan, Step

SHOWN = 10  # of one kind, by name; the rest as a number


class Undo(StrEnum):
    """What a migration leaves to do when the version before comes back.

    STAYS       R2: the version before runs on the new schema
    DOWN        R1: it has a way down that loses nothing
    LOSSY       R0: its way down brings the schema back, not the data
    NO_WAY      R0: it has no way down
    NOT_KNOWN   it could not be read
    """

    STAYS = "R2"
    DOWN = "R1"
    LOSSY = "R0"
    NO_WAY = "R0, no way down"
    NOT_KNOWN = "unknown"


class Flag(Struct, frozen=True):
    """off: the value to set, as it is written there; None when nobody said which one is safe."""

    key: str
    off: str | None


class Service(Struct, frozen=True, kw_only=True):
    """The ECS service in the environment the release goes to. None of a value: it is not known.

    before      the task definition that serves before the release, "ai-shell:41"
    two_fleets  traffic is shifted between target groups (blue/green, linear, canary)
    keeps       seconds the old tasks live on after all of the traffic has moved
    drains      seconds that open sessions get
    gone        images of `before` that its registry no longer has
    undated     those of which nobody can tell until when they can be pulled, and why
    """

    name: str
    before: str | None = None
    two_fleets: bool | None = None
    keeps: int | None = None
    drains: int | None = None
    gone: tuple[str, ...] = ()
    undated: tuple[tuple[str, str], ...] = ()


class Migration(Struct, frozen=True):
    path: str
    undo: Undo


class Change(Struct, frozen=True):
    """What a plan does to a stack. lost: what it destroys that holds data, by address; None: not known."""

    stack: str
    changes: int
    lost: tuple[str, ...] | None = ()


class Known(Struct, frozen=True, kw_only=True):
    """What a plan is made of. None: not known; empty: known to be none.

    version, previous  that goes, and that comes back; "" when nobody knows what runs there
    environment        "Prod"
    image_until        until when the image of the version before can be pulled; None when nothing says so
    image_by           which rule ends it then
    """

    version: str
    previous: str
    environment: str
    flags: tuple[Flag, ...] | None = None
    service: Service | None = None
    migrations: tuple[Migration, ...] | None = None
    unread: int = 0
    changes: tuple[Change, ...] | None = None
    image_until: datetime | None = None
    image_by: str = ""


def plan_of(known: Known) -> Plan:
    """The fastest step first, the proof last. Old code that does not run on the new schema waits for it."""
    stays = all(one.undo is Undo.STAYS for one in known.migrations or ())
    parts = (_service, _schema) if stays else (_schema, _service)
    steps = [step for part in (_which, _flags, *parts, _code, _verify) for step in part(known)]
    return Plan(tuple(steps), tuple(_limits(known)))


def _before(known: Known) -> str:
    return known.previous or "the version before"


def _which(known: Known) -> Iterator[Step]:
    if not known.previous:
        text = f"Find out which version serves in {known.environment} now: no deployment of it was recorded"
        yield Step(Kind.FIND_OUT, text, warns=True)


def _flags(known: Known) -> Iterator[Step]:
    if known.flags is None:
        text = "Find out which feature flags switch the new paths off: no flag of the application is known"
        yield Step(Kind.FIND_OUT, text, warns=True)
        return
    safe = [one for one in known.flags if one.off is not None]
    for one in safe[:SHOWN]:
        yield Step(Kind.FLAG, f"Set the flag {one.key} to {one.off} in {known.environment}")
    if len(safe) > SHOWN:
        yield Step(Kind.FLAG, f"Set the other flags to their safe values: {len(safe) - SHOWN} more")
    for one in [one for one in known.flags if one.off is None][:SHOWN]:
        yield Step(Kind.FIND_OUT, f"Find out which value of the flag {one.key} is the safe one", warns=True)


def _service(known: Known) -> Iterator[Step]:
    service = known.service
    if service is None:
        text = f"Find out how {_before(known)} is put back: no service is connected for {known.environment}"
        yield Step(Kind.FIND_OUT, text, warns=True)
        return
    if service.two_fleets:
        yield Step(Kind.TRAFFIC, f"Give the old target group of {service.name} all of the traffic again")
    yield from _tasks(known, service)
    yield from _sessions(service)


def _tasks(known: Known, service: Service) -> Iterator[Step]:
    if service.before is None:
        text = f"Find out the task definition of {_before(known)}: the service {service.name} was not read"
        yield Step(Kind.FIND_OUT, text, warns=True)
    else:
        for image in service.gone[:SHOWN]:
            text = f"Build {image} again: its registry no longer has it"
            yield Step(Kind.LOST, text, warns=True)
        for image, why in service.undated[:SHOWN]:
            yield Step(Kind.FIND_OUT, f"Find out until when {image} can be pulled: {why}", warns=True)
        yield Step(Kind.SERVICE, f"Deploy the task definition {service.before} to {service.name} again")
    if service.two_fleets is None:
        text = f"Find out whether {service.name} shifts traffic between two target groups"
        yield Step(Kind.FIND_OUT, text, warns=True)


def _sessions(service: Service) -> Iterator[Step]:
    if service.drains is None:
        text = f"Find out how long sessions of {service.name} drain before their task stops"
        yield Step(Kind.FIND_OUT, text, warns=True)
    else:
        yield Step(Kind.TRAFFIC, f"Let open sessions drain: they have {service.drains} s")


def _schema(known: Known) -> Iterator[Step]:
    if known.migrations is None:
        text = f"Find out whether {known.version} changes the database: its migrations were not read"
        yield Step(Kind.FIND_OUT, text, warns=True)
        return
    if known.unread:
        text = f"Find out how the migrations that were not read are undone: {known.unread} more"
        yield Step(Kind.FIND_OUT, text, warns=True)
    if not known.migrations:
        yield Step(Kind.SCHEMA, "Leave the database as it is: the version adds no migration")
        return
    if all(one.undo is Undo.STAYS for one in known.migrations):
        yield Step(Kind.SCHEMA, f"Leave the database as it is: {_before(known)} runs on the new schema")
        return
    changing = [one for one in reversed(known.migrations) if one.undo is not Undo.STAYS]
    for one in changing[:SHOWN]:
        yield _down(known, one)
    if len(changing) > SHOWN:
        text = f"Go through the other migrations, newest first: {len(changing) - SHOWN} more"
        yield Step(Kind.FIND_OUT, text, warns=True)


def _down(known: Known, one: Migration) -> Step:
    """Newest first. The version before does not run on what they made of the schema."""
    if one.undo is Undo.DOWN:
        return Step(Kind.SCHEMA, f"Run the way down of {one.path} before {_before(known)} serves")
    if one.undo is Undo.LOSSY:
        text = f"Run the way down of {one.path}: the schema comes back, the data it dropped do not"
        return Step(Kind.LOST, text, warns=True)
    if one.undo is Undo.NO_WAY:
        text = f"Restore the backup, or go on with a fix: {one.path} has no way down"
        return Step(Kind.LOST, text, warns=True)
    return Step(Kind.FIND_OUT, f"Find out how {one.path} is undone: it could not be read", warns=True)


def _code(known: Known) -> Iterator[Step]:
    if known.changes is None:
        text = "Find out which infrastructure the version changes: no plan belongs to the release"
        yield Step(Kind.FIND_OUT, text, warns=True)
        return
    for one in [one for one in known.changes if one.changes][:SHOWN]:
        text = f"Revert the infrastructure code of {one.stack} and apply its plan: {one.changes} to undo"
        yield Step(Kind.CODE, text)
    for one in [one for one in known.changes if one.lost is None][:SHOWN]:
        text = f"Find out what the plan of {one.stack} destroys: its details are no longer kept"
        yield Step(Kind.FIND_OUT, text, warns=True)
    lost = [(address, one.stack) for one in known.changes for address in one.lost or ()]
    for address, stack in lost[:SHOWN]:
        text = f"Restore {address} of {stack} from a backup: the plan destroys it with its data"
        yield Step(Kind.LOST, text, warns=True)
    if len(lost) > SHOWN:
        text = f"Restore what else is destroyed with its data: {len(lost) - SHOWN} more"
        yield Step(Kind.LOST, text, warns=True)


def _verify(known: Known) -> Iterator[Step]:
    yield Step(Kind.VERIFY, f"See that {_before(known)} serves, and the metrics are as they were before")


def _limits(known: Known) -> Iterator[Limit]:
    service = known.service
    if service and service.two_fleets and service.keeps is not None:
        minutes = service.keeps // 60
        yield Limit(f"the old tasks are stopped {minutes} min after the traffic moved", after=service.keeps)
    for one in known.migrations or ():
        if one.undo in (Undo.LOSSY, Undo.NO_WAY):
            yield Limit(f"{one.path} cannot be undone once it ran", after=0)
            break
    if any(one.lost for one in known.changes or ()):
        yield Limit("the plan destroys what holds data as soon as it is applied", after=0)
    if known.image_until is not None:
        why = f"the image of {_before(known)} cannot be pulled any more"
        yield Limit(f"{why}: {known.image_by}" if known.image_by else why, at=known.image_until)
