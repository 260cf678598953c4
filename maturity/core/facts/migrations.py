"""Database migrations, and whether they can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from maturity.core.files import Files
from maturity.core.paths import folder, is_sample
from maturity.core.readers.migration import Migration
from maturity.core.source import Source


class MigrationSet(Struct, frozen=True, kw_only=True):
    """The migrations of one folder.

    framework     "alembic", "django", "knex", "rails", "flyway", "liquibase", "golang-migrate", "prisma", …
    total         migrations read
    reversible    how many can be taken back
    irreversible  those that cannot (at most 20)
    evidence      one that can
    """

    framework: str
    folder: str
    total: int
    reversible: int
    irreversible: tuple[Source, ...] = ()
    evidence: tuple[Source, ...] = ()


class Migrations(Struct, frozen=True):
    sets: tuple[MigrationSet, ...] = ()

    @property
    def total(self) -> int:
        return sum(one.total for one in self.sets)

    @property
    def reversible(self) -> int:
        return sum(one.reversible for one in self.sets)


_FLYWAY = re.compile(r"(?:^|/)[VU](\d[\w.]*?)__[^/]+\.sql$")
_NUMBERED = re.compile(r"migrations?/\d[^/]*\.sql$", re.IGNORECASE)
_UP_DOWN = re.compile(r"^(.*?)[._-](up|down)\.sql$")
_PRISMA = re.compile(r"^(.*/migrations)/[^/]+/migration\.sql$")
MAX_SHOWN = 20


def collect(files: Files) -> Migrations:
    live = {path: one for path, one in files.of(Migration).items() if not is_sample(path)}
    by_folder: dict[tuple[str, str], list[tuple[str, Migration]]] = {}
    for path, one in live.items():
        if one.framework != "sql":
            by_folder.setdefault((one.framework, folder(path)), []).append((path, one))
    sets = [_told(framework, place, ones) for (framework, place), ones in by_folder.items()]
    plain = [path for path, one in live.items() if one.framework == "sql"]
    return Migrations((*sets, *_by_name(plain, files)))


def _told(framework: str, place: str, ones: Iterable[tuple[str, Migration]]) -> MigrationSet:
    ones = list(ones)
    back = [(path, one) for path, one in ones if one.reversible == one.total]
    one_way = [(path, one) for path, one in ones if one.reversible < one.total]
    return MigrationSet(
        framework=framework, folder=place, total=sum(one.total for _, one in ones),
        reversible=sum(one.reversible for _, one in ones),
        irreversible=tuple(Source(path, one.line) for path, one in one_way[:MAX_SHOWN]),
        evidence=tuple(Source(path, one.line) for path, one in back[:3]),
    )  # fmt: skip


def _by_name(paths: Iterable[str], files: Files) -> list[MigrationSet]:
    """SQL is told apart by file names: x.up.sql and x.down.sql, V1__x.sql and U1__x.sql, Prisma's folders."""
    pairs: dict[tuple[str, str], dict[str, str | None]] = {}
    for path in paths:
        place = folder(path)
        if hit := _UP_DOWN.match(path):
            if hit[2] == "up":
                down = f"{path[: -len('up.sql')]}down.sql"
                pairs.setdefault(("golang-migrate", place), {})[path] = down if files.has(down) else None
        elif _FLYWAY.search(path):
            if path.rpartition("/")[2].startswith("V"):
                undo = f"{place}/U{path.rpartition('/')[2][1:]}"
                pairs.setdefault(("flyway", place), {})[path] = undo if files.has(undo) else None
        elif hit := _PRISMA.match(path):
            down = f"{place}/down.sql"
            pairs.setdefault(("prisma", hit[1]), {})[path] = down if files.has(down) else None
        elif _NUMBERED.search(path):
            pairs.setdefault(("sql", place), {})[path] = None
    return [_paired(framework, place, found) for (framework, place), found in pairs.items()]


def _paired(framework: str, place: str, found: Mapping[str, str | None]) -> MigrationSet:
    downs = [down for down in found.values() if down]
    one_way = [path for path, down in found.items() if not down]
    return MigrationSet(
        framework=framework, folder=place, total=len(found), reversible=len(downs),
        irreversible=tuple(Source(path) for path in one_way[:MAX_SHOWN]),
        evidence=tuple(Source(path) for path in downs[:3]),
    )  # fmt: skip
