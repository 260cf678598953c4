from __future__ import annotations

from typing import Any

import pytest

from releases.core.facts.rollout import RolloutSteps, StageJudged, StageVerdicts
from releases.core.gates import rollout_steps, stage_verdict
from tests.releases.core.gates.making import HOSTILE, ago, ask, is_tidy


def of(*verdicts: str, **fields: Any) -> StageVerdicts:
    judged = tuple(
        StageJudged(verdict=one, sentence="Errors are as before.", minutes=60, at=ago(hours=n + 3))
        for n, one in enumerate(verdicts)
    )
    return StageVerdicts(**{"version": "2.14.0", "judged": judged, "bound": 1, **fields})


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        (["pass"], "passed"), (["fail"], "failed"), (["marginal"], "failed"), (["inconclusive"], "unknown"),
        (["pass", "inconclusive"], "passed"), (["pass", "fail"], "failed"), ([], "unknown"),
    ],
)  # fmt: skip
def test_only_a_pass_on_stage_lets_on_and_a_fail_stays_one(verdicts: list[str], outcome: str):
    assert ask(stage_verdict.GATE, of(*verdicts)).outcome == outcome


def test_what_is_worth_a_look_lets_on_where_that_is_said():
    assert ask(stage_verdict.GATE, of("marginal"), marginal=True).outcome == "passed"
    assert ask(stage_verdict.GATE, of("marginal", "fail"), marginal=True).outcome == "failed"


def test_without_metrics_of_stage_it_says_what_would_answer():
    assert ask(stage_verdict.GATE, of(bound=0)).answer == "add metrics of Stage to the application"
    assert ask(stage_verdict.GATE).outcome == "unknown"
    assert "not judged with 2.14.0 yet" in ask(stage_verdict.GATE, of()).reason


def test_hostile_sentences_make_one_line():
    judged = (StageJudged(verdict="fail", sentence=HOSTILE, minutes=5, at=ago(hours=1)),)
    assert is_tidy(ask(stage_verdict.GATE, of(judged=judged)))
    assert is_tidy(ask(stage_verdict.GATE, of(version=HOSTILE)))


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ((1, 10, 50, 100), "passed"), ((1, 5, 10, 25, 50, 100), "passed"), ((1, 10, 60, 100), "failed"),
        ((100,), "failed"), ((10, 50, 100), "failed"), ((1, 2, 100), "failed"), ((), "unknown"),
    ],
)  # fmt: skip
def test_steps_may_be_smaller_and_not_larger(steps: tuple[int, ...], outcome: str):
    assert ask(rollout_steps.GATE, RolloutSteps(steps=steps, bake=5)).outcome == outcome


def test_steps_and_minutes_are_what_a_checklist_says():
    found = RolloutSteps(steps=(50, 100), bake=5)
    assert ask(rollout_steps.GATE, found, steps=(50, 100)).outcome == "passed"
    assert ask(rollout_steps.GATE, found, steps=(50,)).outcome == "passed"
    assert ask(rollout_steps.GATE, found, steps=(50, 100), minutes=10).outcome == "failed"
