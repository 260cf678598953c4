from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.level import Levels, RepositoryLevel
from releases.core.gates.level_reached import GATE
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy


def repository(name: str = "acme/network", **fields: Any) -> RepositoryLevel:
    given = {"url": "/repos/acme/network/", "level": 3, "kind": "live-infra", "scanned_at": ago(days=1)}
    return RepositoryLevel(**{"name": name, **given, **fields})


def of(*repositories: RepositoryLevel) -> Levels:
    return Levels(repositories)


def test_a_repository_that_has_the_level_passes():
    result = ask(GATE, of(repository(), repository("acme/dns", level=4)))
    assert (result.outcome, result.values) == ("passed", {"level": 3, "asked": 3})
    assert result.reason == "2 of 2 repositories have level 3 or more; the oldest scan is 24 h old"


def test_one_below_it_fails_with_what_holds_it_back():
    result = ask(GATE, of(repository(level=2, possible=4, blocker="nothing plans"), repository("acme/dns")))
    assert result.outcome == "failed"
    assert result.reason == "1 of 2 repositories are below level 3: acme/network 2"
    assert result.evidence[0].text == "acme/network: level 2: nothing plans"


def test_which_level_is_asked_for_is_a_setting():
    assert ask(GATE, of(repository(level=2)), level=2).outcome == "passed"


@pytest.mark.parametrize("lacking", [{"level": None}, {"scanned_at": None}, {"scanned_at": ago(days=8)}])
def test_without_a_scan_of_late_it_is_not_known(lacking: Any):
    result = ask(GATE, of(repository(**lacking)))
    assert (result.outcome, result.answer) == ("unknown", "scan them on their pages")


def test_why_a_scan_fails_is_what_would_answer_it():
    result = ask(GATE, of(repository(level=None, error="github.com: timed out")))
    assert result.answer == "repair the scan of acme/network: github.com: timed out"


def test_a_repository_that_gets_no_level_does_not_count():
    library = repository("acme/modules", level=None, kind="module-library")
    assert ask(GATE, of(repository(), library)).outcome == "passed"
    assert ask(GATE, of(library)).outcome == "not_applicable"


@pytest.mark.parametrize("facts", [(), (of(),)])
def test_without_any_repository_it_is_not_known(facts: Any):
    assert ask(GATE, *facts).outcome == "unknown"


def test_hundreds_of_hostile_names_make_one_line():
    many = [repository(f"{HOSTILE}{number}", level=1, blocker=HOSTILE) for number in range(300)]
    assert is_tidy(ask(GATE, of(*many)))
