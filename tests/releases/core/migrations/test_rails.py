from __future__ import annotations

import pytest

from releases.core import migration
from tests.releases.core.migrations.reading import read, said

PATH = "db/migrate/20261123090000_sessions.rb"
CHANGES = [
    ("add_column :t, :c, :string", "R2"),
    ("add_column :t, :c, :string, null: false", "R1 b"),
    ("add_column :t, :c, :string, null: false, default: ''", "R2"),
    ("add_column :t, :c, :string, :null => false", "R1 b"),
    ("add_column :t, :c, :string,\n               null: false", "R1 b"),
    ("add_column :t, :c, :string, null: false, default: nil", "R1 b"),
    ("add_column(:t, :c, :string, null: false)", "R1 b"),
    ("add_reference :t, :u, null: false, foreign_key: true", "R1 b"),
    ("add_reference :t, :u, foreign_key: true", "R2"),
    ("remove_column :t, :c, :string", "R0 b"),
    ("remove_column :t, :c", "R0 b"),
    ("remove_columns :t, :c, :d", "R0 b"),
    ("remove_reference :t, :u", "R0 b"),
    ("remove_timestamps :t", "R0 b"),
    ("drop_table :t", "R0 b"),
    ("drop_table :t do |t|\n      t.string :c\n    end", "R0 b"),
    ("rename_column :t, :c, :d", "R1 b"),
    ("rename_table :t, :u", "R1 b"),
    ("change_column :t, :c, :text", "none b"),
    ("change_column_null :t, :c, false", "R1 b"),
    ("change_column_null :t, :c, true", "R2"),
    ("change_column_default :t, :c, from: 1, to: 2", "R2"),
    ("add_index :t, :c, algorithm: :concurrently", "R2"),
    ("remove_index :t, :c", "R2"),
    ("rename_index :t, :i, :j", "R2"),
    ("add_foreign_key :t, :u", "R2"),
    ("add_check_constraint :t, 'c > 0', name: 'positive'", "R2"),
    ("enable_extension 'pgcrypto'", "R2"),
    ("create_table :t do |t|\n      t.string :c, null: false\n      t.timestamps\n    end", "R2"),
    (
        "create_table :t, id: :uuid do |t|\n      t.references :u, null: false\n    end\n    add_index :t",
        "R2",
    ),
    ("create_table :t do |t|\n    end\n    add_column :t, :c, :string, null: false", "R2"),
    ("change_table :t do |t|\n      t.string :c\n    end", "R2"),
    ("change_table :t do |t|\n      t.string :c, null: false\n    end", "R1 b"),
    ("change_table :t do |t|\n      t.remove :c\n    end", "R0 b"),
    ("change_table :t do |t|\n      t.rename :c, :d\n    end", "R1 b"),
    ("execute 'CREATE INDEX i ON t (c)'", "R2"),
    ('execute "ALTER TABLE t RENAME TO u"', "none b"),
    ("execute 'ALTER TABLE t DROP COLUMN c'", "R0 b"),
    ('execute "DROP TABLE #{name}"', "none o"),
    ("execute <<~SQL\n      ALTER TABLE t RENAME TO u;\n    SQL", "none b"),
    ("execute <<-SQL.squish\n      CREATE INDEX i ON t (c)\n    SQL", "R2"),
    ("# drop_table :t\n    add_index :t, :c", "R2"),
    ("User.update_all(c: 1)", "R2"),
    ("User.where(c: 1).delete_all", "R0"),
    ("User.find_each { |user| user.migrate! }", "R1 o"),
    ("migrate_everything", "R1 o"),
    ("reversible do |dir|\n      dir.up { execute 'ALTER TABLE t RENAME TO u' }\n    end", "R1 b"),
    ("raise ActiveRecord::IrreversibleMigration", "R2"),
]


def a_migration(body: str) -> str:
    return f"class Sessions < ActiveRecord::Migration[7.1]\n{body}\nend\n"


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_each_line_of_a_change_has_its_class(change: str, expected: str):
    assert said(read(PATH, a_migration(f"  def change\n    {change}\n  end"))) == expected


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        ("", "none b"),
        ("  def down\n  end", "none b"),
        ("  def down\n    raise ActiveRecord::IrreversibleMigration\n  end", "none b"),
        ("  def down\n    # later\n  end", "none b"),
        ("  def down\n    rename_table :u, :t\n  end", "R1 b"),
        ("  def self.down\n    rename_table :u, :t\n  end", "R1 b"),
    ],
)
def test_a_down_has_to_do_something(down: str, expected: str):
    assert said(read(PATH, a_migration(f"  def up\n    rename_table :t, :u\n  end\n{down}"))) == expected


def test_a_note_names_the_line_it_stands_on():
    found = read(PATH, a_migration("  def change\n    add_index :t, :c\n    drop_table :u\n  end"))
    assert [one.line for one in found.breaks] == [4]


@pytest.mark.parametrize("text", ["", "class A\nend\n", "puts 1\n"])
def test_other_ruby_beside_it_is_no_migration(text: str):
    assert migration.read(PATH, text, lambda _path: None) is None


@pytest.mark.parametrize("text", ["execute <<A\n" * 15_000, "t.x\n" * 50_000])
def test_a_file_longer_than_migrations_are_is_an_error(text: str):
    assert "longer than migrations are" in read(PATH, a_migration(f"  def change\n{text}\n  end")).error


@pytest.mark.parametrize("text", ["'" * 99_001, "add_column(" * 20_000, '"#{' * 60_000, "," * 200_000])
def test_hostile_ruby_is_read_in_one_go(text: str):
    assert read(PATH, a_migration(f"  def change\n{text}\n  end")).path == PATH


@pytest.mark.parametrize(
    ("path", "text", "tool"),
    [
        ("database/migrations/1.php", "use Illuminate\\Migration; public function down() { x(); }",
         "laravel"),
        ("db/changelog/db.changelog-1.xml", "<changeSet id='1'><dropTable/></changeSet>", "liquibase"),
    ],
)  # fmt: skip
def test_of_other_tools_nobody_says_that_nothing_breaks(path: str, text: str, tool: str):
    found = read(path, text)
    assert (found.tool, bool(found.opaque)) == (tool, True)
