"""Migrations that can be undone, and those that old code runs on."""

from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.reports import About
from releases.core.gates import migrations_compatible, migrations_reversible
from releases.core.migration import Way
from tests.releases.core.gates.codes import FIRST, UNREAD, notes, report, seen, step
from tests.releases.core.gates.making import HOSTILE, ask, is_tidy

UNDONE, OLD = migrations_reversible.GATE, migrations_compatible.GATE
EVERY = pytest.mark.parametrize("gate", [UNDONE, OLD], ids=lambda gate: gate.key)
BREAKS: Any = {"breaks": notes("DROP COLUMN user.email")}
CODE: Any = {"opaque": notes("RunPython")}


@EVERY
def test_without_new_migrations_it_passes(gate: Any):
    result = ask(gate, seen())
    assert (result.outcome, result.reason) == ("passed", "no migration is new since bbbbbbb")


@EVERY
@pytest.mark.parametrize(
    ("facts", "answer"), [((), "connect and scan the repository"), ((UNREAD,), "look again in a minute")]
)
def test_code_nobody_read_is_not_known(gate: Any, facts: Any, answer: str):
    result = ask(gate, *facts)
    assert result.outcome == "unknown"
    assert answer in result.answer


@EVERY
def test_the_first_version_has_nothing_to_break(gate: Any):
    assert ask(gate, FIRST).outcome == "not_applicable"


@EVERY
def test_a_migration_that_ran_and_was_changed_fails(gate: Any):
    result = ask(gate, seen(step(), touched=("app/migrations/0001.py",)))
    assert result.outcome == "failed"
    assert result.reason == "1 migrations that ran already were changed or deleted: app/migrations/0001.py"
    assert (result.evidence[0].path, result.evidence[0].commit) == ("app/migrations/0001.py", "b" * 40)


@EVERY
def test_a_migration_that_cannot_be_read_is_an_error(gate: Any):
    result = ask(gate, seen(step(), step("broken.py", error="it cannot be parsed: invalid syntax")))
    assert (result.outcome, result.evidence[0].path) == ("error", "broken.py")
    assert result.reason == "1 of 2 new migrations cannot be read: broken.py"


@EVERY
def test_more_migrations_than_are_read_are_not_known(gate: Any):
    assert ask(gate, seen(step(), more=7)).outcome == "unknown"


@EVERY
def test_hundreds_of_hostile_migrations_make_one_line(gate: Any):
    strange = notes(*[HOSTILE] * 12)
    for fields in ({"error": HOSTILE}, {"breaks": strange, "way": Way.LOSSY, "why": strange},
                   {"opaque": strange, "way": Way.NOT_KNOWN, "why": strange}, {"soft": strange}):  # fmt: skip
        many: Any = [step(f"{HOSTILE}{number}", **fields) for number in range(300)]
        assert is_tidy(ask(gate, seen(*many)))
    assert is_tidy(ask(gate, seen(touched=(HOSTILE,) * 50)))


@pytest.mark.parametrize(
    ("fields", "outcome", "reason"),
    [
        ({}, "passed", "1 of 1 need no way down (R2), 0 have one (R1)"),
        (BREAKS, "passed", "0 of 1 need no way down (R2), 1 have one (R1)"),
        ({"way": Way.NONE}, "passed", "1 of 1 need no way down (R2), 0 have one (R1)"),
        ({"way": Way.NONE, **BREAKS}, "failed", "1 of 1 new migrations cannot be undone (R0): app"),
        ({"way": Way.LOSSY}, "failed", "1 of 1 new migrations cannot be undone (R0): app"),
        ({"way": Way.NONE, **CODE}, "failed", "1 of 1 new migrations cannot be undone (R0): app"),
        ({"way": Way.NOT_KNOWN, **CODE}, "unknown", "1 of 1 new migrations are made of code: app"),
        ({"soft": notes("noop")}, "passed", "1 of 1 need no way down (R2), 0 have one (R1); 1 do nothing"),
    ],
)
def test_each_class_of_migration_has_its_answer(fields: Any, outcome: str, reason: str):
    result = ask(UNDONE, seen(step(**fields)))
    assert (result.outcome, result.reason[: len(reason)]) == (outcome, reason)


def test_what_cannot_be_undone_is_shown_with_its_line():
    result = ask(UNDONE, seen(step(way=Way.LOSSY, why=notes("RemoveField user.email"))))
    assert (result.evidence[0].text, result.evidence[0].line) == ("RemoveField user.email", 18)
    assert result.values == {"migrations": 1, "R2": 0, "R1": 0, "R0": 1}


def test_a_way_down_may_be_asked_for_in_any_case():
    assert ask(UNDONE, seen(step(way=Way.NONE)), down=True).outcome == "failed"


def test_new_columns_that_old_code_does_not_fill_fail():
    result = ask(OLD, seen(step(), step("b.py", **BREAKS)))
    assert result.outcome == "failed"
    assert result.reason == "1 of 2 new migrations break what runs: b.py (DROP COLUMN user.email)"
    assert result.evidence[0].path == "b.py"


def test_expanding_migrations_pass_with_their_number():
    result = ask(OLD, seen(step(), step("b.py")))
    assert result.outcome == "passed"
    assert result.reason == "the version before runs on the schema of 2 new migrations"


def test_code_in_a_migration_is_not_known_unless_it_is_allowed_or_vouched_for():
    facts = seen(step(opaque=notes("RunPython")))
    assert ask(OLD, facts).outcome == "unknown"
    assert ask(OLD, facts, code=True).outcome == "passed"
    assert ask(OLD, facts, report(About.MIGRATIONS)).outcome == "passed"
    assert ask(OLD, facts, report(About.MIGRATIONS, ok=False)).outcome == "unknown"
    assert ask(OLD, facts, report(About.MIGRATIONS, complete=False)).outcome == "unknown"
    assert ask(OLD, facts, report(About.LINT)).outcome == "unknown"


def test_what_a_linter_says_does_not_outweigh_what_is_seen():
    assert ask(OLD, seen(step(**BREAKS)), report(About.MIGRATIONS)).outcome == "failed"
