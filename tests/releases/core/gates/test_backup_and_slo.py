from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.reports import About, Reports
from releases.core.facts.service import Backup
from releases.core.gates import api_compatible, backup_fresh, slo_bound
from releases.core.migration import Way
from tests.releases.core.gates import services
from tests.releases.core.gates.codes import FIRST, UNREAD, notes, report, seen, step
from tests.releases.core.gates.making import COMMIT, HOSTILE, ago, ask, is_tidy

BACKUP, SLO, API = backup_fresh.GATE, slo_bound.GATE, api_compatible.GATE
LOSSY = seen(step(way=Way.LOSSY))


def backups(*hours: float | None, **fields: Any) -> Any:
    told = tuple(
        Backup(database="db", kind="snapshot", at=None if h is None else ago(hours=h)) for h in hours
    )
    return services.seen(services.live(backups=told), **fields)


@pytest.mark.parametrize("facts", [(seen(),), (seen(step()),), (FIRST,)])
def test_a_release_that_loses_no_data_needs_no_backup(facts: Any):
    assert ask(BACKUP, *facts).outcome == "not_applicable"
    assert ask(BACKUP, *facts, always=True).outcome == "unknown"


@pytest.mark.parametrize(
    ("hours", "restore", "outcome", "reason"),
    [
        ((3, 90), 40, "passed", "the newest backup is 3 h old, and restoring takes 40 min"),
        ((24,), 0, "passed", "the newest backup is 24 h old, and restoring takes 0 min"),
        ((24.1,), 40, "failed", "the newest backup is 24 h old, 24 h are allowed"),
        ((None,), 40, "failed", "there is no backup of db"),
        ((3,), None, "unknown", "the newest backup is 3 h old; how long restoring takes nobody said"),
    ],
)
def test_the_newest_backup_is_held_against_its_age(hours: Any, restore: Any, outcome: str, reason: str):
    result = ask(BACKUP, LOSSY, backups(*hours), restore=restore)
    assert (result.outcome, result.reason) == (outcome, reason)


@pytest.mark.parametrize(
    "facts", [UNREAD, LOSSY, seen(step(opaque=notes("x"))), seen(step(error="x")), seen(touched=("a",))]
)
def test_whatever_may_lose_data_asks_for_a_backup(facts: Any):
    result = ask(BACKUP, facts, services.seen(services.live()))
    assert result.outcome == "unknown"
    assert "name its database" in result.answer


def test_a_backup_that_ci_made_counts():
    assert ask(BACKUP, LOSSY, report(About.BACKUP), restore=5).outcome == "passed"
    assert ask(BACKUP, LOSSY, report(About.BACKUP, at=ago(hours=30)), restore=5).outcome == "failed"
    assert ask(BACKUP, LOSSY, report(About.BACKUP, ok=False), restore=5).outcome == "unknown"


def test_why_a_database_was_not_read_is_told():
    live = services.live(backups=None, untold=("reading the database db: AccessDenied",))
    assert "AccessDenied" in ask(BACKUP, LOSSY, services.seen(live)).reason


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, "passed"), ({"ok": None}, "passed"), ({"ok": False}, "failed"), ({"errors": 1}, "failed"),
        ({"complete": False}, "unknown"), ({"at": ago(hours=25)}, "unknown"),
    ],
)  # fmt: skip
def test_ci_vouches_for_an_slo_that_has_data(fields: Any, outcome: str):
    assert ask(SLO, report(About.SLO, **fields)).outcome == outcome


@pytest.mark.parametrize(
    "facts", [(), (Reports(commit=COMMIT),), (Reports(commit=""),), (report(About.LINT),)]
)
def test_without_a_word_about_slos_it_is_not_known(facts: Any):
    result = ask(SLO, *facts)
    assert result.outcome == "unknown"
    assert result.answer


def test_hostile_names_of_databases_and_tools_make_one_line():
    live = services.live(backups=(Backup(database=HOSTILE, kind=HOSTILE),) * 30, untold=(HOSTILE,))
    assert is_tidy(ask(BACKUP, LOSSY, services.seen(live)))
    for about in (About.SLO, About.API):
        for fields in ({}, {"ok": False}, {"complete": False}):
            facts = report(about, tool=HOSTILE, **fields)
            assert all(is_tidy(ask(gate, facts)) for gate in (SLO, API))
