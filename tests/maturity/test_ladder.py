"""What the ladder makes of stored findings."""

from __future__ import annotations

from typing import Any

import pytest

from maturity.ladder import Answer, Stage, answers, next_step, rungs
from maturity.models import Finding, Repository

REPOSITORY = Repository(name="a/b", host="github", web_url="https://github.com/a/b", default_branch="main")
FIX = {"summary": "do it", "path": "x", "content": "y"}


def make(*given: tuple[str, int, str], gate: str = "required", **fields: Any) -> list[Answer]:
    """Answers from (criterion, level, outcome)."""
    rows = [
        Finding(criterion=name, level=level, outcome=outcome, gate=gate, message="so", fix=FIX, **fields)
        for name, level, outcome in given
    ]
    return answers(REPOSITORY, "abc", rows)


def test_a_refusal_comes_before_an_unknown() -> None:
    found = next_step(2, make(("apply_on_merge", 3, "unknown"), ("plan_on_pull_request", 3, "not_met")))
    assert found
    assert found.id == "plan_on_pull_request"


def test_only_the_next_rung_is_next() -> None:
    assert next_step(2, make(("policed", 4, "not_met"), ("scripted", 1, "unknown"))) is None


def test_at_the_top_what_is_good_to_have_is_next() -> None:
    found = next_step(5, make(("linted", 4, "not_met"), gate="recommended"))
    assert found
    assert found.id == "linted"


def test_what_has_no_fix_is_never_next() -> None:
    rows = [Finding(criterion="policed", level=3, outcome="not_met", gate="required", message="so", fix=None)]
    assert next_step(2, answers(REPOSITORY, "abc", rows)) is None


def test_a_criterion_that_left_the_catalogue_keeps_its_answer() -> None:
    [answer] = make(("asked_long_ago", 3, "met"))
    assert (answer.question, answer.why, answer.effort) == ("asked long ago", "", "")


@pytest.mark.parametrize(("level", "stage"), [(3, Stage.REACHED), (2, Stage.NEXT), (1, Stage.LATER)])
def test_a_rung_is_reached_next_or_later(level: int, stage: Stage) -> None:
    assert rungs(level, make(("policed", 3, "met")))[2].stage is stage


def test_without_a_level_only_rungs_that_apply_are_shown() -> None:
    assert [rung.level for rung in rungs(None, make(("linted", 4, "met")))] == [4]


def test_a_trial_criterion_never_decides() -> None:
    [answer] = make(("drift_signal", 5, "not_met"))
    assert answer.trial
    assert not answer.required


def test_many_stacks_are_cut_short_and_counted() -> None:
    stacks = [{"stack": f"live/{n}", "outcome": "met", "message": "", "evidence": []} for n in range(70)]
    [answer] = make(("remote_state", 2, "met"), stacks=stacks)
    assert (len(answer.stacks), answer.more_stacks) == (60, 10)
