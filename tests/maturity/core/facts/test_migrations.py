from __future__ import annotations

import pytest

from maturity.core.facts.migrations import Migrations
from tests.maturity.core.stacks.scanning import fact

UP = "exports.up = (k) => k.schema.createTable('t');\n"
DOWN = "exports.down = (k) => k.schema.dropTable('t');\n"


@pytest.mark.parametrize(
    ("files", "framework", "reversible", "total"),
    [
        ({"db/migrations/1.js": UP + DOWN, "db/migrations/2.js": UP}, "knex", 1, 2),
        (
            {"migrations/1_a.up.sql": "a", "migrations/1_a.down.sql": "b", "migrations/2_b.up.sql": "c"},
            "golang-migrate",
            1,
            2,
        ),
        (
            {"db/migration/V1__a.sql": "a", "db/migration/U1__a.sql": "b", "db/migration/V2__b.sql": "c"},
            "flyway",
            1,
            2,
        ),
        (
            {"prisma/migrations/1_a/migration.sql": "a", "prisma/migrations/2_b/migration.sql": "b"},
            "prisma",
            0,
            2,
        ),
        ({"src/migrations/0001_a.sql": "a"}, "sql", 0, 1),
    ],
)
def test_migrations_are_counted_by_folder(
    files: dict[str, str], framework: str, reversible: int, total: int
) -> None:
    found = [one for one in fact(Migrations, files).sets if one.framework == framework]
    assert [(one.reversible, one.total) for one in found] == [(reversible, total)]


def test_the_ones_without_a_way_back_are_named() -> None:
    [found] = fact(Migrations, {"db/migrations/1.js": UP + DOWN, "db/migrations/2.js": UP}).sets
    assert [at.path for at in found.irreversible] == ["db/migrations/2.js"]
    assert [str(at) for at in found.evidence] == ["db/migrations/1.js:2"]


def test_migrations_of_a_test_do_not_count() -> None:
    assert fact(Migrations, {"tests/migrations/1.js": UP}).sets == ()
