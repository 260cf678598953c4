from __future__ import annotations

import pytest

from releases.core import migration
from tests.releases.core.migrations.reading import read, said

PATH = "app/users/migrations/0042_sessions.py"
CHAR = "models.CharField(max_length=9"
HEAD = "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
SAMPLES = [
    ("migrations.CreateModel(name='A', fields=[])", "R2"),
    (f"migrations.AddField('a', 'n', {CHAR}, null=True))", "R2"),
    (f"migrations.AddField('a', 'n', {CHAR}, db_default='x'))", "R2"),
    (f"migrations.AddField('a', 'n', {CHAR}))", "R1 b"),
    (f"migrations.AddField('a', 'n', {CHAR}, default='x'))", "R1 b"),
    (f"migrations.AddField('a', 'n', {CHAR}, default='x'), preserve_default=False)", "R1 b"),
    (f"migrations.AddField(model_name='a', name='n', field={CHAR}, null=False))", "R1 b"),
    ("migrations.AddField('a', 'n', models.ManyToManyField(to='b'))", "R2"),
    ("migrations.AddField('a', 'n', models.GeneratedField(expression=F('x')))", "R2"),
    ("migrations.AddField('a', 'n', models.ForeignKey('b', models.CASCADE))", "R1 b"),
    ("migrations.AddField('a', 'n', make_field())", "R1 b"),
    ("migrations.AddField('a', 'n', FIELD)", "R1 o"),
    ("migrations.RemoveField('a', 'n')", "R0 b"),
    ("migrations.DeleteModel('a')", "R0 b"),
    ("migrations.RenameField('a', 'n', 'm')", "R1 b"),
    ("migrations.RenameModel('a', 'b')", "R1 b"),
    ("migrations.AlterModelTable('a', 'b')", "R1 b"),
    (f"migrations.AlterField('a', 'n', {CHAR}))", "R1 o"),
    ("migrations.AlterModelOptions('a', {})", "R2"),
    ("migrations.AlterUniqueTogether('a', {('x', 'y')})", "R2"),
    ("migrations.AddIndex('a', models.Index(fields=['x'], name='i'))", "R2"),
    ("migrations.RemoveIndex('a', 'i')", "R2"),
    ("migrations.RenameIndex('a', new_name='j', old_name='i')", "R2"),
    ("migrations.AddConstraint('a', models.CheckConstraint(name='c'))", "R2"),
    ("migrations.RemoveConstraint('a', 'c')", "R2"),
    ("AddIndexConcurrently('a', models.Index(fields=['x']))", "R2"),
    ("operations.TrigramExtension()", "R2"),
    ("migrations.RunPython(forwards)", "none o"),
    ("migrations.RunPython(forwards, None)", "none o"),
    ("migrations.RunPython(forwards, backwards)", "R1 o"),
    ("migrations.RunPython(code=forwards, reverse_code=backwards)", "R1 o"),
    ("migrations.RunPython(forwards, migrations.RunPython.noop)", "R1 o"),
    ("migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)", "R2"),
    ("migrations.RunPython(migrations.RunPython.noop, backwards)", "R2"),
    ("migrations.RunSQL('CREATE INDEX i ON a (x)', 'DROP INDEX i')", "R2"),
    ("migrations.RunSQL('CREATE INDEX i ON a (x)')", "R2"),
    ("migrations.RunSQL('ALTER TABLE a ADD n text NOT NULL')", "none b"),
    ("migrations.RunSQL('ALTER TABLE a ADD n text NOT NULL', 'ALTER TABLE a DROP n')", "R1 b"),
    ("migrations.RunSQL('DROP TABLE a', 'CREATE TABLE a ()')", "R0 b"),
    ("migrations.RunSQL(SQL, 'SELECT 1')", "R1 o"),
    ("migrations.RunSQL([('UPDATE a SET n = %s', [1])], migrations.RunSQL.noop)", "R2"),
    ("migrations.RunSQL(['DELETE FROM a', 'SELECT 1'], '')", "R0"),
    ("migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel('a')])", "R2"),
    ("migrations.SeparateDatabaseAndState([migrations.DeleteModel('a')], [])", "R0 b"),
    ("migrations.CreateModel(name='A', fields=[]), migrations.RemoveField('a', 'n')", "R2"),
    (f"migrations.CreateModel('A', []), migrations.AddField('A', 'n', {CHAR}))", "R2"),
    ("OwnOperation()", "? o"),
    ("*MORE", "? o"),
    ("migrations.RunSQL('what is this')", "none o"),
    ('migrations.RunSQL("SELECT \'open")', "error"),
]


@pytest.mark.parametrize(("operation", "expected"), SAMPLES)
def test_each_operation_has_its_class(operation: str, expected: str):
    assert said(read(PATH, f"{HEAD}    operations = [{operation}]\n")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("operations = []", "R2"),
        ("dependencies = []", "R2"),
        ("operations = made()", "? o"),
        ("operations = [*a] + [migrations.DeleteModel('a')]", "? o"),
        ("operations: list = [migrations.DeleteModel('a')]", "R0 b"),
        ("operations = []\n    operations += [migrations.DeleteModel('a')]", "R0 b"),
        ("operations = [", "error"),
        ("operations = [" + "(" * 500 + ")" * 500 + "]", "error"),
    ],
)
def test_the_list_of_operations_is_read_as_it_stands(body: str, expected: str):
    assert said(read(PATH, f"{HEAD}    {body}\n")) == expected


def test_an_operation_that_says_it_cannot_be_reversed_has_no_way_back():
    own = "class Own:\n    reversible = False\n\n\n"
    found = read(PATH, f"{own}{HEAD}    operations = [Own()]\n")
    assert (said(found), found.why[0].line) == ("none o", 2)


def test_a_note_has_the_line_it_stands_on():
    found = read(PATH, f"{HEAD}    operations = [\n        migrations.RemoveField('user', 'email'),\n    ]\n")
    assert [(one.text, one.line) for one in found.breaks] == [("RemoveField user.email", 6)]


@pytest.mark.parametrize(
    "text", ["", "class Migration:\n    pass\n", "x = 1\n", "class Other(migrations.Migration):\n    pass\n"]
)
def test_other_python_beside_it_is_no_migration(text: str):
    assert migration.read(PATH, text, lambda _path: None) is None
