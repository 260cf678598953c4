"""What every criterion promises."""

from __future__ import annotations

from itertools import product

import pytest

from maturity.core.criterion import Criterion, Gate, all_criteria, criteria_set
from maturity.core.facts.context import RepositoryContext
from maturity.core.fixes.tooling import TOOLS

ASPECTS = {"State", "Delivery", "Quality", "Policy", "Drift", "Release safety"}
REQUIRED = {
    1: {"scripted"}, 2: {"declarative_iac"}, 3: {"plan_on_pull_request", "apply_on_merge"},
    4: {"tested", "policed"}, 5: {"self_healing"},
}  # fmt: skip
SYSTEMS = (
    "", "github-actions", "gitlab-ci", "azure-pipelines", "circleci", "bitbucket-pipelines", "jenkins",
    "buildkite",
)  # fmt: skip
each = pytest.mark.parametrize("criterion", all_criteria(), ids=lambda one: one.id)


def test_the_ladder_is_gated_by_seven_criteria():
    required = [one for one in all_criteria() if one.gate is Gate.REQUIRED]
    assert {level: {one.id for one in required if one.level == level} for level in REQUIRED} == REQUIRED
    assert len(required) == 7


@each
def test_a_criterion_asks_one_question_and_gives_its_reason(criterion: Criterion):
    assert criterion.question.endswith("?")
    assert criterion.why.endswith(".")
    assert "!" not in criterion.question + criterion.why
    assert criterion.aspect in ASPECTS


@pytest.mark.parametrize("tool", [*TOOLS, "flux", "argocd", "helm", "cdktf", "crossplane"])
def test_a_fix_is_there_for_every_tool_on_every_system(tool: str):
    for system, criterion in product(SYSTEMS, all_criteria()):
        fix = criterion.fix(RepositoryContext(system=system, tool=tool, directories=("live/prod",)))
        assert fix.summary.endswith(".")
        assert "vars.%s" not in fix.content


def test_state_in_git_cannot_be_waived():
    (state,) = [one for one in all_criteria() if one.id == "state_not_in_git"]
    assert not state.waivable


def test_the_criteria_set_has_a_short_stable_name():
    assert len(criteria_set()) == 12
    assert criteria_set() == criteria_set()
