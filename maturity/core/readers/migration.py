"""Database migrations of the common frameworks: can this one be taken back?"""

from __future__ import annotations

import re

from msgspec import Struct

from maturity.core.reader import Reader
from maturity.core.readers import _migrations
from maturity.core.readers._lines import base_name, text_of

_ENDS = (".py", ".js", ".ts", ".cjs", ".mjs", ".rb", ".sql", ".xml", ".yaml", ".yml", ".php", ".cs")
_PLACE = re.compile(
    r"(?:^|/)(?:[\w-]*migrations?|migrate|alembic/.*|versions|liquibase|db\.changelog|changelogs?|flyway)/",
    re.IGNORECASE,
)
_CHANGELOG = re.compile(r"(?:^|[/.-])changelog[\w.-]*\.(?:xml|ya?ml|sql)$", re.IGNORECASE)


class Migration(Struct, frozen=True, kw_only=True):
    """One file of migrations.

    framework   "alembic", "django", "knex", "typeorm", "sequelize", "rails", "laravel", "entity-framework",
                "liquibase", "goose", "dbmate", "sql" (told apart by names: see `facts/migrations`)
    total       how many steps it holds
    reversible  how many of them can be taken back
    line        of the way back, or of the step that has none
    """

    framework: str
    total: int = 1
    reversible: int = 0
    line: int = 1


def wants(path: str) -> bool:
    return _PLACE.search(path) is not None or _CHANGELOG.search(path) is not None


def read(path: str, data: bytes) -> Migration | None:
    text = text_of(data)
    answer = _migrations.judge(base_name(path), text)
    if answer is None:
        return None
    framework, total, reversible, offset = answer
    return Migration(
        framework=framework,
        total=total,
        reversible=reversible,
        line=text.count("\n", 0, offset) + 1 if offset else 1,
    )


reader = Reader("migration", 1, Migration, wants, read, ends=_ENDS)
