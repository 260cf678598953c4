from __future__ import annotations

import pytest

from releases.core import migration
from tests.releases.core.migrations.reading import read, said

PATH = "src/migrations/20261123-sessions.js"
DOWN = "exports.down = async (knex) => { await knex.schema.dropTable('x'); };"
TYPEORM = (
    "import {MigrationInterface, QueryRunner} from 'typeorm';\nexport class A implements MigrationInterface {"
)
SAMPLES = [
    ("knex.schema.createTable('t', (table) => { table.string('c').notNullable(); })", "R2"),
    ("knex.schema.table('t', (table) => { table.string('c'); })", "R2"),
    ("knex.schema.table('t', (table) => { table.string('c').notNullable(); })", "R1 b"),
    ("knex.schema.alterTable('t', (t) => { t.integer('c').notNullable().defaultTo(0); })", "R2"),
    ("knex.schema.table('t', (t) => { t.dropColumn('c'); })", "R0 b"),
    ("knex.schema.table('t', (t) => { t.renameColumn('c', 'd'); })", "R1 b"),
    ("knex.schema.alterTable('t', (t) => { t.text('c').alter(); })", "R1 b"),
    ("knex.schema.dropTable('t')", "R0 b"),
    ("knex.schema.dropTableIfExists('t')", "R0 b"),
    ("knex.schema.renameTable('t', 'u')", "R1 b"),
    ("knex.schema.table('t', (t) => { t.index(['c']); t.dropIndex(['d']); })", "R2"),
    ("knex.schema.raw('CREATE INDEX i ON t (c)')", "R2"),
    ("knex.raw('ALTER TABLE t DROP COLUMN c')", "R0 b"),
    ("knex.raw(`ALTER TABLE t ADD c text NOT NULL`)", "R1 b"),
    ("knex.raw(`ALTER TABLE ${t} ADD c text`)", "R1 o"),
    ("knex.raw(sql)", "R1 o"),
    ("knex('t').where({ a: 1 }).del()", "R0"),
    ("knex('t').update({ a: 1 })", "R2"),
    ("knex('t').insert({ a: 1 })", "R2"),
    ("knex('t').insert({ a: \"knex.schema.dropTable('t')\" })", "R2"),
    ("/* knex.schema.dropTable('t') */ knex.schema.createView('v')", "R2"),
    ("backfill(knex)", "R1 o"),
    ("knex.schema.hasTable('t').then((there) => { if (!there) return null; })", "R2"),
]
CALLBACKS = [
    ("db.addColumn('t', 'c', { type: 'string' }, cb)", "R1"),
    ("db.addColumn('t', 'c', { type: 'string', notNull: true }, cb)", "R1 b"),
    ("db.addColumn('t', 'c', { type: 'string', notNull: true, defaultValue: '' }, cb)", "R1"),
    ("db.removeColumn('t', 'c', cb)", "R0 b"),
    ("db.renameColumn('t', 'c', 'd', cb)", "R1 b"),
    ("db.changeColumn('t', 'c', { type: 'text' }, cb)", "R1 b"),
    ("db.runSql('ALTER TABLE t DROP COLUMN c;', cb)", "R0 b"),
    ("db.runSql(`CREATE TABLE t (c text NOT NULL)`, cb)", "R1"),
    ("async.series([db.runSql.bind(db, 'DROP TABLE t')], cb)", "R1 o"),
]
RUNNERS = [
    ('await queryRunner.query(`ALTER TABLE "t" DROP COLUMN "c"`);', "R0 b"),
    ("await queryRunner.query('CREATE TABLE \"t\" ()');", "R2"),
    ("await queryRunner.addColumn('t', new TableColumn({ name: 'c', type: 'text' }));", "R1 b"),
    ("await queryRunner.addColumn('t', new TableColumn({ name: 'c', isNullable: true }));", "R2"),
    ("await queryRunner.addColumn('t', new TableColumn({ name: 'c', default: 1 }));", "R2"),
    ("await queryRunner.createTable(new Table({ columns: [new TableColumn({ name: 'c' })] }));", "R2"),
    ("await queryRunner.dropColumn('t', 'c');", "R0 b"),
    ("await queryRunner.renameTable('t', 'u');", "R1 b"),
    ("await queryRunner.changeColumn('t', 'c', new TableColumn({ isNullable: true }));", "R1 b"),
]


@pytest.mark.parametrize(("up", "expected"), SAMPLES)
def test_each_call_of_knex_has_its_class(up: str, expected: str):
    assert said(read(PATH, f"exports.up = async (knex) => {{ await {up}; }};\n{DOWN}")) == expected


@pytest.mark.parametrize(("up", "expected"), CALLBACKS)
def test_each_call_of_db_migrate_has_its_class(up: str, expected: str):
    down = "exports.down = function (db, cb) { db.dropTable('x', cb); };"
    found = read(PATH, f"exports.up = function (db, cb) {{\n  {up};\n}};\n{down}")
    assert said(found).replace("R2", "R1") == expected


@pytest.mark.parametrize(("up", "expected"), RUNNERS)
def test_each_call_of_typeorm_has_its_class(up: str, expected: str):
    body = f"public async up(queryRunner: QueryRunner): Promise<void> {{ {up} }}"
    down = (
        "public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.query('SELECT 2'); }"
    )
    found = read("src/migration/1-a.ts", f"{TYPEORM}\n  {body}\n  {down}\n}}")
    assert (said(found), found.tool) == (expected, "TypeORM")


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        ("", "none b"),
        ("exports.down = function () {};", "none b"),
        ("exports.down = async () => {};", "none b"),
        ("exports.down = () => Promise.resolve();", "none b"),
        ("exports.down = function (db, cb) { cb(); };", "none b"),
        ("exports.down = function (db, callback) { callback(); };", "none b"),
        ("exports.down = function (db, cb) { db.runSql('', cb); };", "none b"),
        ("exports.down = function () { return null; };", "none b"),
        ("exports.down = function () { /* later */ };", "none b"),
        ("exports.down = () => { throw new Error('never'); };", "none b"),
        ("// exports.down = () => knex.schema.dropTable('t');", "none b"),
        ("exports.down = (knex) => knex.schema.renameTable('u', 't');", "R1 b"),
        ("export async function down(knex: Knex): Promise<void> { await knex.raw('SELECT 2'); }", "R1 b"),
        ("export const down = async (knex) => { await knex.schema.renameTable('u', 't'); };", "R1 b"),
        ("module.exports.down = async function down(knex) { await knex.raw('SELECT 2'); };", "R1 b"),
    ],
)
def test_a_down_has_to_do_something(down: str, expected: str):
    up = "exports.up = (knex) => knex.schema.renameTable('t', 'u');\n"
    assert said(read(PATH, up + down)) == expected


@pytest.mark.parametrize("head", [
    "export async function up(knex: Knex): Promise<void> {", "export const up = async (knex) => {",
    "exports.up = async function ({ schema }) {", "module.exports = { async up(queryInterface, Sequelize) {",
    "module.exports = { up: async (queryInterface) => {", "module.exports = { up(queryInterface) {",
])  # fmt: skip
def test_up_is_found_however_it_is_written(head: str):
    assert read(PATH, f"{head}\n  await x.dropTable('t');\n}}").breaks[0].line == 2


def test_sequelize_columns_are_required_when_they_say_so():
    up = "module.exports = { async up(queryInterface) { await queryInterface.addColumn('t', 'c', {0}); } }"
    for given, broken in (("{ allowNull: false }", True), ("{ allowNull: true }", False)):
        found = read(PATH, up.replace("{0}", given))
        assert (found.tool, bool(found.breaks)) == ("Sequelize", broken)


@pytest.mark.parametrize(
    "text", ["", "module.exports = {};", "const x = 1;", "export const helper = () => 1;"]
)
def test_other_code_beside_it_is_no_migration(text: str):
    assert migration.read(PATH, text, lambda _path: None) is None


@pytest.mark.parametrize(
    "text", ["f(" * 90_000, "createTable(" * 20_000, "`" * 99_001, "{" * 200_000, "(" * 200_000]
)
def test_hostile_code_is_read_in_one_go(text: str):
    assert read(PATH, f"exports.up = () => {{ {text}").path == PATH
