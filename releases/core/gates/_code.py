"""What gates about the code of a release say alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from releases.core.facts.code import NOT_YET, Code, CodeSeen
from releases.core.gate import Evidence, Outcome, Result, World, not_applicable, passed, unknown
from releases.core.migration import Migration, Note
from releases.core.telling import few, line, short, shown


class Read(NamedTuple):
    seen: CodeSeen
    code: Code


def code_in(world: World) -> Read | Result:
    """What was read; or why nobody knows, or why it does not matter."""
    seen = world.get(CodeSeen)
    if seen is not None and seen.first:
        return not_applicable("nothing runs there yet that it could break")
    if seen is None or seen.code is None:
        why = f": {line(seen.error, 200)}" if seen and seen.error else ""
        what = "connect and scan the repository of the application, and open the release with its commit"
        if seen and seen.error == NOT_YET:
            what = "look again in a minute: a worker reads it"
        return unknown(f"the code of the release was not compared with what runs{why}", what)
    return Read(seen, seen.code)


def migrations_in(world: World) -> Read | Result:
    """New ones, all readable, while what ran already is as it was. The answer where it is not so."""
    found = code_in(world)
    if isinstance(found, Result):
        return found
    seen, code = found
    if code.touched:
        links = [Evidence("changed or deleted", path=path, commit=seen.base) for path in code.touched]
        reason = (
            f"{len(code.touched)} migrations that ran already were changed or deleted: {few(code.touched)}"
        )
        return Result(
            outcome=Outcome.FAILED,
            reason=reason,
            evidence=shown(links),
            values={"touched": len(code.touched)},
        )
    broken = [one for one in code.migrations if one.error]
    if broken:
        reason = f"{len(broken)} of {len(code.migrations)} new migrations cannot be read: {names(broken)}"
        links = [Evidence(line(one.error, 200), path=one.path, commit=seen.commit) for one in broken]
        return Result(outcome=Outcome.ERROR, reason=reason, evidence=shown(links))
    if code.more:
        reason = f"{code.more} migrations more than are read at once are new"
        return unknown(reason, "release them in several steps")
    if not code.migrations:
        base = short(seen.base)
        return passed(f"no migration is new since {base}", migrations=0)
    return found


def names(migrations: Iterable[Migration]) -> str:
    return few([one.path for one in migrations])


def links(seen: CodeSeen, told: Iterable[tuple[Migration, Iterable[Note]]]) -> tuple[Evidence, ...]:
    return shown(_links(seen, told))


def _links(seen: CodeSeen, told: Iterable[tuple[Migration, Iterable[Note]]]) -> Iterator[Evidence]:
    for migration, notes in told:
        for note in notes:
            yield Evidence(line(note.text, 120), path=migration.path, line=note.line, commit=seen.commit)
