"""SQL, in the files of golang-migrate, Flyway, Prisma, goose, dbmate and plain ones."""

from __future__ import annotations

import pytest

from tests.releases.core.migrations.reading import read, said

GO, FLYWAY = "db/0042_sessions.up.sql", "src/main/resources/db/migration/V42__sessions.sql"
PRISMA, PLAIN = "prisma/migrations/20261123_sessions/migration.sql", "db/migrations/0042.sql"
ADD = "ALTER TABLE a ADD COLUMN n text NOT NULL"
STATEMENTS = [
    ("CREATE TABLE a (n text NOT NULL)", ""),
    ("CREATE TABLE IF NOT EXISTS a (n text); ALTER TABLE a ADD COLUMN m text NOT NULL", ""),
    ("CREATE TABLE s.a (n text); ALTER TABLE s.a DROP COLUMN n; DROP TABLE a", ""),
    ("CREATE INDEX CONCURRENTLY i ON a (n)", ""),
    ("CREATE TYPE t AS ENUM ('a')", ""),
    ("CREATE FUNCTION f() RETURNS void AS $$ DROP TABLE a; $$ LANGUAGE sql", ""),
    ("ALTER TABLE a ADD COLUMN n text", ""),
    ("ALTER TABLE a ADD n text NULL", ""),
    ("ALTER TABLE a ADD COLUMN n text NOT NULL DEFAULT 'x'", ""),
    ("ALTER TABLE a ADD COLUMN n int NOT NULL GENERATED ALWAYS AS IDENTITY", ""),
    ("ALTER TABLE a ADD COLUMN n bigserial NOT NULL", ""),
    ("ALTER TABLE a ADD COLUMN n text CHECK (n IS NOT NULL OR m IS NOT NULL)", ""),
    ("ALTER TABLE a ADD COLUMN n text NOT NULL", "b"),
    ('ALTER TABLE ONLY "a" ADD "n" text not null', "b"),
    ("alter table `a` add column `n` varchar(9) not null", "b"),
    ("ALTER TABLE a ADD (n int NOT NULL, m int)", "b"),
    ("ALTER TABLE IF EXISTS a ADD COLUMN IF NOT EXISTS n text NOT NULL", "b"),
    ("ALTER TABLE a ADD COLUMN m text, ADD COLUMN n text NOT NULL", "b"),
    ("ALTER TABLE a ADD CONSTRAINT c CHECK (n IS NOT NULL) NOT VALID", ""),
    ("ALTER TABLE a ADD PRIMARY KEY (n)", ""),
    ("ALTER TABLE a DROP CONSTRAINT c", ""),
    ("ALTER TABLE a DROP COLUMN n", "lb"),
    ("ALTER TABLE a DROP n", "lb"),
    ("ALTER TABLE a DROP COLUMN IF EXISTS n CASCADE", "lb"),
    ("ALTER TABLE a ALTER COLUMN n SET NOT NULL", "b"),
    ("ALTER TABLE a ALTER COLUMN n DROP NOT NULL", ""),
    ("ALTER TABLE a ALTER COLUMN n SET DEFAULT 1", ""),
    ("ALTER TABLE a ALTER COLUMN n DROP DEFAULT", ""),
    ("ALTER TABLE a ALTER COLUMN n TYPE bigint USING n::bigint", "b"),
    ("ALTER TABLE a ALTER n SET DATA TYPE bigint", "b"),
    ("ALTER TABLE a MODIFY n bigint", "b"),
    ("ALTER TABLE a CHANGE n m bigint", "b"),
    ("ALTER TABLE a RENAME TO b", "b"),
    ("ALTER TABLE a RENAME COLUMN n TO m", "b"),
    ("ALTER TABLE a RENAME CONSTRAINT n TO m", ""),
    ("RENAME TABLE a TO b", "b"),
    ("ALTER TABLE a SET SCHEMA s", "b"),
    ("ALTER TABLE a SET (fillfactor = 70)", ""),
    ("ALTER TABLE a OWNER TO o", ""),
    ("ALTER TABLE a VALIDATE CONSTRAINT c", ""),
    ("ALTER TABLE a EXPLODE", "o"),
    ("ALTER TYPE t ADD VALUE 'b'", ""),
    ("ALTER TYPE t RENAME VALUE 'a' TO 'b'", "b"),
    ("ALTER SEQUENCE s RESTART", ""),
    ("ALTER SERVER s OPTIONS (a 'b')", "o"),
    ("DROP TABLE IF EXISTS a", "lb"),
    ("DROP SCHEMA s CASCADE", "lb"),
    ("DROP VIEW v", "b"),
    ("DROP FUNCTION f()", "b"),
    ("DROP INDEX CONCURRENTLY IF EXISTS i", ""),
    ("DROP TRIGGER t ON a", ""),
    ("TRUNCATE a", "l"),
    ("DELETE FROM a WHERE n = 'x; DROP TABLE b'", "l"),
    ("WITH d AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM d", "l"),
    ("UPDATE a SET n = 1", ""),
    ("INSERT INTO a VALUES ('DROP TABLE a;')", ""),
    ("-- DROP TABLE a;\nSELECT 1", ""),
    ("/* DROP TABLE a; */ SELECT 1;;;", ""),
    ("BEGIN; SET lock_timeout = '1s'; COMMIT;", ""),
    ("DO $do$ BEGIN DROP TABLE a; END $do$", "o"),
    ("CALL refresh()", "o"),
    ("EXEC sp_rename 'a.n', 'm'", "o"),
    ("\\set x 1", "o"),
]


@pytest.mark.parametrize(("statement", "expected"), STATEMENTS)
def test_each_statement_does_what_it_says(statement: str, expected: str):
    """l: loses data; b: breaks what runs; o: cannot be told."""
    found = read(GO, statement, down="DROP INDEX i")
    lossy = "l" * (said(found).startswith("R0"))
    assert lossy + "b" * bool(found.breaks) + "o" * bool(found.opaque) == expected


@pytest.mark.parametrize(
    "text",
    ["SELECT 'open", "INSERT INTO a VALUES ('it''s); DROP TABLE a;", "DO $$ BEGIN", "UPDATE a SET n = '\\'"],
)
def test_a_string_nobody_closes_is_an_error(text: str):
    assert said(read(GO, text, down="")) == "error"


@pytest.mark.parametrize(
    ("path", "down", "expected"),
    [
        (GO, "ALTER TABLE a DROP COLUMN n", "R1 b"),
        (GO, None, "none b"),
        (GO, "", "none b"),
        (GO, "-- nothing\nSELECT 1;", "none b"),
        (GO, "SELECT 'x'", "none b"),
        (FLYWAY, "ALTER TABLE a DROP COLUMN n", "R1 b"),
        (FLYWAY, None, "none b"),
        (FLYWAY, "-- later", "none b"),
        ("sql/V1.2.3__x.sql", None, "none b"),
        (PRISMA, None, "none b"),
        (PRISMA, "ALTER TABLE a DROP COLUMN n", "R1 b"),
        (PRISMA, "/* */", "none b"),
        (PLAIN, None, "none b"),
        ("sql/R__views.sql", None, "R1 b"),
    ],
)
def test_a_way_down_stands_in_another_file_and_does_something(path: str, down: str | None, expected: str):
    assert said(read(path, ADD, down)) == expected


def test_what_needs_no_way_down_is_safe_without_one():
    for path in (GO, FLYWAY, PRISMA, PLAIN):
        assert said(read(path, "CREATE TABLE a ()", None)) == "R2"


@pytest.mark.parametrize(
    ("text", "expected", "tool"),
    [
        (f"-- migrate:up\n{ADD};\n-- migrate:down\nALTER TABLE a DROP n;", "R1 b", "dbmate"),
        (f"-- migrate:up\n{ADD};\n-- migrate:down\n", "none b", "dbmate"),
        (f"-- migrate:up transaction:false\n{ADD};", "none b", "dbmate"),
        (f"-- +goose Up\n{ADD};\n-- +goose Down\nALTER TABLE a DROP n;", "R1 b", "goose"),
        (f"-- +goose Up\n{ADD};\n-- +goose Down\nSELECT 1;", "none b", "goose"),
        ("-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;", "R2", "goose"),
        (f"-- just text\n{ADD};", "none b", "SQL"),
    ],
)
def test_the_marks_of_goose_and_dbmate_part_a_file(text: str, expected: str, tool: str):
    found = read(PLAIN, text)
    assert (said(found), found.tool) == (expected, tool)


def test_a_note_names_the_line_of_its_statement():
    found = read(PLAIN, "-- +goose Up\n\nCREATE TABLE b ();\nDROP TABLE\n a;\n-- +goose Down\nSELECT 1;")
    assert [(one.text, one.line) for one in found.breaks] == [("DROP TABLE a", 4)]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 99_000,
        "'" * 99_001,
        "$a$" * 33_001,
        "/*" * 49_000,
        "ALTER TABLE a " + "ADD (" * 15_000,
        '"' * 99_001,
    ],
)
def test_hostile_sql_ends_soon(text: str):
    assert read(PLAIN, text).path == PLAIN


def test_a_file_that_is_too_large_is_an_error():
    assert "300,000" in read(PLAIN, "SELECT 1;" * 40_000).error
