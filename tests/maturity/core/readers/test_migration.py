from __future__ import annotations

import pytest

from maturity.core.readers.migration import reader
from tests.maturity.core.readers.reading import read

ALEMBIC = 'revision = "2"\ndef upgrade():\n    op.add_column("t", c)\n\ndef downgrade():\n'
DJANGO = "class Migration(migrations.Migration):\n    operations = [\n        {}\n    ]\n"


def share(path: str, text: str) -> tuple[str, int, int]:
    found = read(reader, path, text)
    assert found is not None
    return found.framework, found.reversible, found.total


@pytest.mark.parametrize(
    ("body", "reversible"),
    [
        ('    op.drop_column("t", "c")\n', 1),
        ("    pass\n", 0),
        ('    """Nothing to do."""\n    pass\n', 0),
        ("    raise NotImplementedError\n", 0),
        ("    # op.drop_column\n    ...\n", 0),
    ],
)
def test_an_alembic_downgrade_must_do_something(body: str, reversible: int) -> None:
    assert share("alembic/versions/2_add.py", ALEMBIC + body) == ("alembic", reversible, 1)


@pytest.mark.parametrize(
    ("operation", "reversible"),
    [
        ('migrations.AddField("a", "b", models.TextField())', 1),
        ("migrations.RunPython(fill)", 0),
        ("migrations.RunPython(fill, empty)", 1),
        ("migrations.RunPython(fill, elidable=True)", 0),
        ("migrations.RunPython(code=fill, reverse_code=migrations.RunPython.noop)", 1),
        ('migrations.RunSQL("CREATE VIEW v (a, b)")', 0),
        ('migrations.RunSQL("CREATE VIEW v (a, b)", "DROP VIEW v")', 1),
    ],
)
def test_a_django_step_of_code_or_sql_must_say_how_it_is_taken_back(operation: str, reversible: int) -> None:
    assert share("app/migrations/0002_x.py", DJANGO.format(operation)) == ("django", reversible, 1)


@pytest.mark.parametrize(
    ("down", "reversible"),
    [
        ("exports.down = function (knex) { return knex.schema.dropTable('t'); };", 1),
        ("exports.down = (knex) => knex.schema.dropTable('t');", 1),
        ("exports.down = async () => {};", 0),
        ("exports.down = function () { return Promise.resolve(); };", 0),
        ("exports.down = function () { throw new Error('no way back'); };", 0),
        ("", 0),
    ],
)
def test_a_knex_down_must_do_something(down: str, reversible: int) -> None:
    text = f"exports.up = (knex) => knex.schema.createTable('t');\n{down}\n"
    assert share("db/migrations/1_t.js", text) == ("knex", reversible, 1)


@pytest.mark.parametrize(
    ("body", "reversible"),
    [
        ("  def change\n    add_column :a, :b, :text\n  end\n", 1),
        ("  def change\n    execute 'UPDATE a'\n  end\n", 0),
        ("  def up\n    execute 'x'\n  end\n  def down\n    execute 'y'\n  end\n", 1),
        ("  def up\n    x\n  end\n  def down\n    raise ActiveRecord::IrreversibleMigration\n  end\n", 0),
        ("  def up\n    x\n  end\n", 0),
    ],
)
def test_rails_changes_are_reversible_unless_they_run_code(body: str, reversible: int) -> None:
    text = f"class A < ActiveRecord::Migration[7.1]\n{body}end\n"
    assert share("db/migrate/1_a.rb", text) == ("rails", reversible, 1)


def test_liquibase_counts_change_sets_that_can_be_rolled_back() -> None:
    text = """<databaseChangeLog>
<changeSet id="1"><createTable/></changeSet>
<changeSet id="2"><sql>UPDATE a</sql></changeSet>
<changeSet id="3"><sql>UPDATE a</sql><rollback>UPDATE b</rollback></changeSet>
</databaseChangeLog>"""
    assert share("db/changelog.xml", text) == ("liquibase", 2, 3)


def test_goose_and_dbmate_need_statements_after_their_mark() -> None:
    assert share("migrations/1.sql", "-- +goose Up\nA;\n-- +goose Down\nB;\n") == ("goose", 1, 1)
    assert share("db/migrations/1.sql", "-- migrate:up\nA;\n-- migrate:down\n-- none\n") == ("dbmate", 0, 1)


def test_application_code_is_not_a_migration() -> None:
    assert not reader.wants("src/app/models.py")
    assert read(reader, "app/migrations/__init__.py", "") is None
