from __future__ import annotations

import pytest

from releases.core import migration
from tests.releases.core.migrations.reading import read, said

PATH = "migrations/versions/a1b2_sessions.py"
HEAD = "import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'a1b2'\ndown_revision = None\n\n"
DOWN = "def downgrade():\n    op.drop_index('i')\n"
SAMPLES = [
    ("op.create_table('t', sa.Column('id', sa.Integer()))", "R2"),
    ("op.add_column('t', sa.Column('c', sa.Text()))", "R2"),
    ("op.add_column('t', sa.Column('c', sa.Text(), nullable=True))", "R2"),
    ("op.add_column('t', sa.Column('c', sa.Text(), nullable=False))", "R1 b"),
    ("op.add_column('t', sa.Column('c', sa.Text(), nullable=False, default='x'))", "R1 b"),
    ("op.add_column('t', sa.Column('c', sa.Text(), nullable=False, server_default='x'))", "R2"),
    ("op.add_column('t', sa.Column('c', sa.Integer(), sa.Identity(), nullable=False))", "R2"),
    ("op.add_column('t', COLUMN)", "R1 o"),
    ("op.add_column(table_name='t', column=sa.Column('c', sa.Text(), nullable=False))", "R1 b"),
    ("op.drop_column('t', 'c')", "R0 b"),
    ("op.drop_table('t')", "R0 b"),
    ("op.rename_table('t', 'u')", "R1 b"),
    ("op.alter_column('t', 'c', new_column_name='d')", "R1 b"),
    ("op.alter_column('t', 'c', type_=sa.Text())", "R1 b"),
    ("op.alter_column('t', 'c', nullable=False)", "R1 b"),
    ("op.alter_column('t', 'c', nullable=True)", "R2"),
    ("op.alter_column('t', 'c', server_default='x', existing_type=sa.Text())", "R2"),
    ("op.create_index('i', 't', ['c'])", "R2"),
    ("op.create_index(op.f('i'), 't', ['c'], unique=True)", "R2"),
    ("op.drop_index('i')", "R2"),
    ("op.create_foreign_key(None, 't', 'u', ['a'], ['b'])", "R2"),
    ("op.create_unique_constraint('u', 't', ['c'])", "R2"),
    ("op.drop_constraint('u', 't')", "R2"),
    ("op.bulk_insert(t, [])", "R2"),
    ("op.execute('CREATE INDEX i ON t (c)')", "R2"),
    ("op.execute('ALTER TABLE t DROP COLUMN c')", "R0 b"),
    ("op.execute(sa.text('ALTER TABLE t DROP COLUMN c'))", "R0 b"),
    ("op.execute(f'ALTER TABLE {t} DROP COLUMN c')", "R1 o"),
    ("op.execute('DELETE FROM t')", "R0"),
    ("op.execute('UPDATE t SET c = 1')", "R2"),
    ("op.execute(t.update().values(c=1))", "R1 o"),
    ("op.execute(\"COMMENT ON TABLE t IS 'it''s'\")", "R2"),
    ("conn = op.get_bind()\n    conn.execute('TRUNCATE t')", "R0"),
    ("op.get_bind().execute('TRUNCATE t')", "R0"),
    ("conn = op.get_bind()\n    conn.execute(query)", "R1 o"),
    ("backfill(op.get_bind())", "R1 o"),
    ("session.query(User).delete()", "R1 o"),
    ("op.own_operation('t')", "R1 o"),
    ("with op.batch_alter_table('t') as batch:\n        batch.drop_column('c')", "R0 b"),
    ("with op.batch_alter_table('t') as b:\n        b.add_column(sa.Column('c', sa.Text(), nullable=False))",
     "R1 b"),
    ("with op.batch_alter_table('t') as b:\n        b.add_column(sa.Column('c', sa.Text()))", "R2"),
    ("with op.batch_alter_table('t') as b:\n        b.alter_column('c', nullable=False)", "R1 b"),
    ("with op.batch_alter_table('t', schema=None) as b:\n        b.create_index(b.f('i'), ['c'])", "R2"),
    ("op.create_table('t')\n    op.add_column('t', sa.Column('c', sa.Text(), nullable=False))", "R2"),
    ("op.create_table('t')\n    op.drop_column('t', 'c')", "R2"),
    ("if op.get_bind().dialect.name == 'x':\n        op.drop_table('t')", "R0 b"),
]  # fmt: skip


@pytest.mark.parametrize(("upgrade", "expected"), SAMPLES)
def test_each_operation_has_its_class(upgrade: str, expected: str):
    assert said(read(PATH, f"{HEAD}def upgrade():\n    {upgrade}\n\n\n{DOWN}")) == expected


@pytest.mark.parametrize(
    ("down", "expected", "why"),
    [
        ("", "none b", "there is no downgrade"),
        ("def downgrade():\n    pass\n", "none b", "downgrade does nothing, and succeeds"),
        ("def downgrade():\n    '''Nothing.'''\n", "none b", "downgrade does nothing, and succeeds"),
        ("def downgrade():\n    return\n", "none b", "downgrade does nothing, and succeeds"),
        ("def downgrade():\n    ...\n", "none b", "downgrade does nothing, and succeeds"),
        ("def downgrade():\n    raise NotImplementedError\n", "none b", "downgrade raises"),
        ("def downgrade() -> None:\n    op.rename_table('u', 't')\n", "R1 b", ""),
    ],
)
def test_a_downgrade_has_to_do_something(down: str, expected: str, why: str):
    found = read(PATH, f"{HEAD}def upgrade():\n    op.rename_table('t', 'u')\n\n\n{down}")
    assert (said(found), found.why[0].text if found.why else "") == (expected, why)


def test_a_merge_of_two_branches_does_nothing():
    merge = "def upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
    assert said(read(PATH, HEAD + merge)) == "R2"


def test_python_that_is_none_is_an_error():
    assert said(read(PATH, HEAD + "def upgrade(:\n")) == "error"


@pytest.mark.parametrize("text", ["", "revision = 1\n", "def upgrade():\n    pass\n"])
def test_other_python_beside_it_is_no_migration(text: str):
    assert migration.read(PATH, text, lambda _path: None) is None
